using System.Text;

namespace Archway.Verifying.Binaries;

/// <summary>The first line of a script.</summary>
internal static class ScriptLine
{
    // What Linux reads of it (BINPRM_BUF_SIZE).
    private const int Longest = 256;

    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Reads the line; null when it names no program by its path, as <c>#![allow(…)]</c> of a Rust source does not.</summary>
    internal static ScriptFile? Read(ReadOnlySpan<byte> head)
    {
        var bytes = head[2..Math.Min(head.Length, Longest)];
        var end = bytes.IndexOfAny((byte)'\n', (byte)0);
        if (end >= 0) bytes = bytes[..end];
        // A carriage return is a part of the interpreter's name to Linux; whoever reads this wants to know of it.
        var line = Encoding.UTF8.GetString(bytes).Trim(Blanks);
        if (!line.StartsWith('/')) return null;
        var blank = line.IndexOfAny(Blanks);
        var interpreter = blank < 0 ? line : line[..blank];
        var argument = blank < 0 ? null : line[blank..].Trim(Blanks);
        return new(interpreter, argument, interpreter.EndsWith("/env", StringComparison.Ordinal) ? ProgramOfEnv(argument) : interpreter);
    }

    /// <summary>The program that <c>env</c> runs: what is no option, no option's value and no variable.</summary>
    private static string? ProgramOfEnv(string? argument)
    {
        var words = (argument ?? "").Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (word is "-u" or "-C" or "--unset" or "--chdir") i++;
            else if (word.StartsWith("--split-string=", StringComparison.Ordinal)) return ProgramOfEnv(string.Join(' ', [word[15..], .. words[(i + 1)..]]));
            // -Spython3, -vSpython3: what follows the letter is the first word.
            else if (word.StartsWith('-') && word.AsSpan(1).TrimStart("vi0") is ['S', .. { Length: > 0 } first])
                return ProgramOfEnv(string.Join(' ', [first.ToString(), .. words[(i + 1)..]]));
            else if (!word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal)) return word;
        }

        return null;
    }
}
