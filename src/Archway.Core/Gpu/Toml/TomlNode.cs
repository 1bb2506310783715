namespace Archway.Gpu.Toml;

/// <summary>A value of a TOML file, with its place in the text.</summary>
/// <param name="Start">The offset of its first character; of a table with a heading, that of the bracket.</param>
/// <param name="Length">How many characters it takes there; of a table with a heading, those of the heading.</param>
public abstract record TomlNode(int Start, int Length)
{
    /// <summary>The member of that name, when this is a table that has one; <c>'nvidia'</c>, <c>"nvidia"</c> and <c>nvidia</c> are one name.</summary>
    public TomlNode? this[string key] => (this as TomlTable)?.Find(key)?.Value;

    /// <summary>The value behind a path of names, however the file cuts it into headings, dotted keys and inline tables.</summary>
    public TomlNode? At(params ReadOnlySpan<string> path)
    {
        TomlNode? at = this;
        foreach (var key in path) at = at?[key];
        return at;
    }

    /// <summary>The text, when this is a string.</summary>
    public string? Text => this is TomlScalar { Kind: TomlKind.Text } scalar ? scalar.Value : null;

    /// <summary>The answer, when this is a boolean.</summary>
    public bool? Truth => this is TomlScalar { Kind: TomlKind.Truth } scalar ? scalar.Value == "true" : null;

    /// <summary>The number, when this is an integer that fits.</summary>
    public long? Number => this is TomlScalar { Kind: TomlKind.Number } scalar && long.TryParse(scalar.Value, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The items, when this is an array or several tables of one name; none otherwise.</summary>
    public IReadOnlyList<TomlNode> Items => this is TomlArray array ? array.Nodes : [];

    /// <summary>The members, when this is a table; none otherwise.</summary>
    public IReadOnlyList<TomlMember> Members => this is TomlTable table ? table.Entries : [];
}

/// <summary>A string, number, boolean or date.</summary>
/// <param name="Start">The offset of its first character, a quote included.</param>
/// <param name="Length">How many characters it takes, quotes included.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Of a string what it says, without quotes and escapes; of a number its decimal digits; of all else its text.</param>
public sealed record TomlScalar(int Start, int Length, TomlKind Kind, string Value) : TomlNode(Start, Length);

/// <summary>What a scalar is.</summary>
public enum TomlKind
{
    /// <summary>A string of any of the four forms.</summary>
    Text,

    /// <summary>An integer.</summary>
    Number,

    /// <summary>A number with a fraction or an exponent.</summary>
    Fraction,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Truth,

    /// <summary>A date, a time, or both.</summary>
    Date,
}

/// <summary>An array, or the tables of several headings in double brackets.</summary>
/// <param name="Start">The offset of its bracket, or of the first heading.</param>
/// <param name="Length">How many characters it takes, or the first heading does.</param>
public sealed record TomlArray(int Start, int Length) : TomlNode(Start, Length)
{
    private readonly List<TomlNode> _nodes = [];

    /// <summary>Its items, in order.</summary>
    public IReadOnlyList<TomlNode> Nodes => _nodes;

    /// <summary>Whether its items are tables under headings in double brackets.</summary>
    public bool IsOfHeadings { get; init; }

    /// <summary>Puts an item behind the last.</summary>
    internal void Add(TomlNode node) => _nodes.Add(node);
}

/// <summary>A name and its value.</summary>
/// <param name="Key">The name, without quotes.</param>
/// <param name="KeyStart">The offset of the key that was written for it; of a table that only longer headings name, that of the first of these.</param>
/// <param name="Value">Its value.</param>
public sealed record TomlMember(string Key, int KeyStart, TomlNode Value);
