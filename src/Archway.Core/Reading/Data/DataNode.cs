using System.Collections.Immutable;

namespace Archway.Reading.Data;

/// <summary>A value of a YAML or JSON document, with its place in the original text.</summary>
/// <param name="Start">The offset of its first character in the file's text.</param>
/// <param name="Length">How many characters it takes there.</param>
public abstract record DataNode(int Start, int Length)
{
    /// <summary>The YAML tag written before the value, as in <c>!Sub</c> and <c>!reference</c>; null where there is none.</summary>
    public string? Tag { get; init; }

    /// <summary>The member of that name, when this is a mapping that has one with a value.</summary>
    public DataNode? this[string key] => (this as DataMapping)?.Find(key)?.Value;

    /// <summary>The text, when this is a scalar.</summary>
    public string? Text => (this as DataScalar)?.Value;

    /// <summary>The items, when this is a sequence; none otherwise.</summary>
    public ImmutableArray<DataNode> Items => this is DataSequence sequence ? sequence.Nodes : [];

    /// <summary>The members, when this is a mapping; none otherwise.</summary>
    public ImmutableArray<DataMember> Members => this is DataMapping mapping ? mapping.Entries : [];
}

/// <summary>A mapping, or a JSON object: members in the order of the text, merge keys already applied.</summary>
public sealed record DataMapping(int Start, int Length, ImmutableArray<DataMember> Entries) : DataNode(Start, Length)
{
    // Above this many members a search through all of them, once for each of them, would be felt.
    private const int ManyMembers = 32;
    private Dictionary<string, DataMember>? _byName;

    /// <summary>The last member of that name, which is the one that readers of YAML and JSON take.</summary>
    public DataMember? Find(string key)
    {
        if (Entries.Length > ManyMembers) return (_byName ??= ByName()).GetValueOrDefault(key);
        for (var i = Entries.Length - 1; i >= 0; i--)
            if (Entries[i].Key.Value == key) return Entries[i];
        return null;
    }

    private Dictionary<string, DataMember> ByName()
    {
        Dictionary<string, DataMember> members = new(Entries.Length, StringComparer.Ordinal);
        foreach (var member in Entries) members[member.Key.Value] = member;
        return members;
    }
}

/// <summary>A key and its value.</summary>
public sealed record DataMember(DataScalar Key, DataNode Value);

/// <summary>A sequence, or a JSON array.</summary>
public sealed record DataSequence(int Start, int Length, ImmutableArray<DataNode> Nodes) : DataNode(Start, Length);

/// <summary>A scalar: its value with quotes and escapes resolved.</summary>
/// <param name="Start">The offset of its first character, a quote included.</param>
/// <param name="Length">How many characters it takes in the original text, quotes included.</param>
/// <param name="Value">The value.</param>
/// <param name="IsPlain">Whether it was written without quotes on one line, so that it may be a number, a boolean or null.</param>
public sealed record DataScalar(int Start, int Length, string Value, bool IsPlain) : DataNode(Start, Length)
{
    /// <summary>Whether the document says null here: <c>null</c>, <c>~</c> or nothing.</summary>
    public bool IsNull => IsPlain && Value is "" or "null" or "Null" or "NULL" or "~";
}
