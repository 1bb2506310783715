namespace Archway.Gpu.Toml;

/// <summary>A table: under a heading, in braces, by dotted keys, or only named on the way to another.</summary>
/// <param name="Start">The offset of its heading or brace; of a table that has neither, that of what names it first.</param>
/// <param name="Length">How many characters heading or braces take; 0 where there are none.</param>
public sealed record TomlTable(int Start, int Length) : TomlNode(Start, Length)
{
    private readonly List<TomlMember> _entries = [];
    private readonly Dictionary<string, int> _byKey = new(StringComparer.Ordinal);

    /// <summary>Its members, in the order in which the file begins them.</summary>
    public IReadOnlyList<TomlMember> Entries => _entries;

    /// <summary>Whether it stands in braces.</summary>
    public bool IsInline { get; init; }

    /// <summary>Whether dotted keys make it, so that no heading may name it.</summary>
    public bool IsOfDots { get; init; }

    /// <summary>Its lines in the file, which members can be added to; null for a table in braces, by dotted keys or only named on the way.</summary>
    public TomlSection? Section { get; init; }

    /// <summary>The member of that name.</summary>
    public TomlMember? Find(string key) => _byKey.TryGetValue(key, out var at) ? _entries[at] : null;

    /// <summary>Puts a member in, in place of the one of that name.</summary>
    internal void Put(TomlMember member)
    {
        if (_byKey.TryGetValue(member.Key, out var at)) _entries[at] = member;
        else
        {
            _byKey[member.Key] = _entries.Count;
            _entries.Add(member);
        }
    }

    /// <summary>The same members under the heading that comes after longer ones.</summary>
    internal TomlTable Under(int start, int length, TomlSection section)
    {
        TomlTable table = new(start, length) { Section = section };
        foreach (var entry in _entries) table.Put(entry);
        return table;
    }
}

/// <summary>The lines of a table under its heading, or of those before the first heading.</summary>
/// <param name="HeadingEnd">Where the line behind its heading begins; 0 for the lines before the first heading.</param>
/// <param name="End">Where the line behind its last member begins; behind its heading where it has none.</param>
/// <param name="Indent">The white space before its members, or before its heading where it has none.</param>
public sealed record TomlSection(int HeadingEnd, int End, string Indent);
