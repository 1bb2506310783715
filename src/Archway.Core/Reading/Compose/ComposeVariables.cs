using System.Text;
using Archway.Oci;

namespace Archway.Reading.Compose;

/// <summary>Values for the <c>${VARIABLES}</c> of a Compose file, from the <c>.env</c> beside it and never from this process's environment.</summary>
/// <remarks><see href="https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md"/></remarks>
internal sealed class ComposeVariables(IReadOnlyDictionary<string, string> values)
{
    private const int LongestText = 4096;
    private const int DeepestDefault = 20;

    /// <summary>The variables for a Compose file.</summary>
    internal static ComposeVariables Beside(SourceText source, SourceTree tree) =>
        new(tree.FindText($"{source.Folder}/.env".TrimStart('/')) is { } file ? DotEnv.Read(file.Text) : new Dictionary<string, string>());

    /// <summary>The text with its variables filled in, or which one has no value.</summary>
    internal Parsed<string> Fill(string text)
    {
        if (text.Length > LongestText) return Parsed.Problem<string>($"it has {text.Length} characters; at most {LongestText} are read");
        try
        {
            return Parsed.Value(Fill(text, 0));
        }
        catch (FormatException problem)
        {
            return Parsed.Problem<string>(problem.Message);
        }
    }

    private string Fill(string text, int depth)
    {
        if (depth > DeepestDefault) throw new FormatException("its variables' defaults nest too deep");
        StringBuilder filled = new();
        for (var i = 0; i < text.Length; i++)
        {
            if (filled.Length > LongestText) throw new FormatException($"its variables make it longer than {LongestText} characters");
            if (text[i] != '$') filled.Append(text[i]);
            else if (i + 1 < text.Length && text[i + 1] == '$') filled.Append(text[++i]);
            else if (i + 1 < text.Length && text[i + 1] == '{')
            {
                var close = Close(text, i + 2);
                filled.Append(Expression(text[(i + 2)..close], depth));
                i = close;
            }
            else
            {
                var end = NameEnd(text, i + 1);
                if (end == i + 1) throw new FormatException($"a lone '$' in '{text}'; write '$$' for the character itself");
                filled.Append(ValueOf(text[(i + 1)..end]) ?? throw Unset(text[(i + 1)..end]));
                i = end - 1;
            }
        }
        return filled.ToString();
    }

    /// <summary>The value of what stands between the braces: a name, and what to take when it is unset or empty.</summary>
    private string Expression(string text, int depth)
    {
        var end = NameEnd(text, 0);
        var name = text[..end];
        var (sign, operand) = (text[end..], "");
        if (sign.Length > 0)
        {
            var length = sign[0] == ':' ? 2 : 1;
            if (end == 0 || sign.Length < length || sign[length - 1] is not ('-' or '?' or '+')) throw new FormatException($"'${{{text}}}' is no variable");
            (sign, operand) = (sign[..length], sign[length..]);
        }
        else if (end == 0)
        {
            throw new FormatException("a variable has no name: '${}'");
        }

        var value = ValueOf(name);
        var isSet = value is not null && (value.Length > 0 || !sign.StartsWith(':'));
        return sign switch
        {
            "" => value ?? throw Unset(name),
            "-" or ":-" => isSet ? value! : Fill(operand, depth + 1),
            "+" or ":+" => isSet ? Fill(operand, depth + 1) : "",
            _ => isSet ? value! : throw new FormatException($"the variable {name} is required and has no value in the .env file beside this one"),
        };
    }

    private string? ValueOf(string name) => values.GetValueOrDefault(name);

    // Compose would go on with an empty text, and the engine would then refuse the name or take another image than was meant.
    private static FormatException Unset(string name) => new($"the variable {name} has no default here, and no value in the .env file beside this one");

    private static int Close(string text, int from)
    {
        var open = 1;
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '{' && text[i - 1] == '$') open++;
            else if (text[i] == '}' && --open == 0) return i;
        }
        throw new FormatException($"a variable is not closed in '{text}'");
    }

    private static int NameEnd(string text, int from)
    {
        var end = from;
        while (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] == '_' || (end > from && char.IsAsciiDigit(text[end])))) end++;
        return end;
    }
}
