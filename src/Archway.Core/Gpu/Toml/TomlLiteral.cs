using System.Text;

namespace Archway.Gpu.Toml;

/// <summary>A value as it is to stand in a file.</summary>
public sealed record TomlLiteral
{
    private readonly Func<TomlNode, bool> _is;

    private TomlLiteral(string text, Func<TomlNode, bool> isSame) => (Text, _is) = (text, isSame);

    /// <summary>How it is written.</summary>
    public string Text { get; }

    /// <summary>A string.</summary>
    public static TomlLiteral Of(string value) => new(Quoted(value), node => node.Text == value);

    /// <summary>A boolean.</summary>
    public static TomlLiteral Of(bool value) => new(value ? "true" : "false", node => node.Truth == value);

    /// <summary>A number.</summary>
    public static TomlLiteral Of(long value) => new(value.ToString(System.Globalization.CultureInfo.InvariantCulture), node => node.Number == value);

    /// <summary>A list of strings.</summary>
    public static TomlLiteral Of(IReadOnlyCollection<string> values) =>
        new($"[{string.Join(", ", values.Select(Quoted))}]", node => node is TomlArray && node.Items.Select(item => item.Text).SequenceEqual(values));

    /// <summary>Whether a value of a file says the same, however it is written.</summary>
    public bool Is(TomlNode node) => _is(node);

    /// <summary>A text in double quotes.</summary>
    internal static string Quoted(string value)
    {
        StringBuilder quoted = new("\"");
        foreach (var c in value)
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or '\x7f' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        return quoted.Append('"').ToString();
    }
}
