using System.Collections.Immutable;
using System.Globalization;

namespace Archway.Knowing;

/// <summary>One mapping of a catalog file, which every key must be asked for: a key that nobody reads is a misspelt one.</summary>
internal sealed class CatalogNode
{
    private readonly string _file;
    private readonly CompiledNode.Mapping _node;
    private readonly bool[] _isRead;

    private CatalogNode(string file, CompiledNode.Mapping node) => (_file, _node, _isRead) = (file, node, new bool[node.Keys.Length]);

    internal static CatalogNode Of(string file, CompiledNode node) =>
        node is CompiledNode.Mapping mapping ? new(file, mapping) : throw Fault(file, node, "a mapping was expected");

    internal string Text(string key) => OptionalText(key) ?? throw Fault(_file, _node, $"'{key}' is missing");

    internal string? OptionalText(string key) => Child(key) switch
    {
        null => null,
        CompiledNode.Text { Value: { Length: > 0 } text } => text,
        var other => throw Fault(_file, other, $"'{key}' must be a text"),
    };

    internal ImmutableArray<string> Texts(string key) => Child(key) switch
    {
        null => [],
        CompiledNode.Text { Value: { Length: > 0 } text } => [text],
        CompiledNode.List list when list.Items.All(item => item is CompiledNode.Text { Value.Length: > 0 }) =>
            [.. list.Items.Cast<CompiledNode.Text>().Select(item => item.Value)],
        var other => throw Fault(_file, other, $"'{key}' must be a list of texts"),
    };

    internal ImmutableArray<CatalogNode> Nodes(string key) => Child(key) switch
    {
        null => [],
        CompiledNode.List list => [.. list.Items.Select(item => Of(_file, item))],
        var other => throw Fault(_file, other, $"'{key}' must be a list"),
    };

    internal CatalogNode? Node(string key) => Child(key) is { } node ? Of(_file, node) : null;

    internal ReleaseVersion? Version(string key, ImmutableArray<string> prefixes) => OptionalText(key) is { } text ? VersionOf(text, prefixes) : null;

    internal ImmutableArray<ReleaseVersion> Versions(string key, ImmutableArray<string> prefixes) => [.. Texts(key).Select(text => VersionOf(text, prefixes))];

    internal DateOnly? Day(string key) => OptionalText(key) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw Fault($"'{text}' is not a day");

    internal bool? YesOrNo(string key) => OptionalText(key) switch
    {
        null => null,
        "yes" => true,
        "no" => false,
        var other => throw Fault($"'{other}' is neither yes nor no"),
    };

    /// <summary>A word of an enum, in lower case; null when the key is absent.</summary>
    internal T? Word<T>(string key) where T : struct, Enum => OptionalText(key) is { } text ? WordOf<T>(text) : null;

    internal T WordOf<T>(string text) where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && string.Equals(Enum.GetName(value), text, StringComparison.OrdinalIgnoreCase)
            ? value
            : throw Fault($"'{text}' is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");

    internal void MustBeRead()
    {
        if (Array.IndexOf(_isRead, false) >= 0) throw Fault($"nobody knows '{string.Join("', '", _node.Keys.Where((_, i) => !_isRead[i]))}' here");
    }

    internal InvalidDataException Fault(string problem) => Fault(_file, _node, problem);

    // 8u141 is version 141 where 8u is a prefix, and sentences call it as it is written.
    private ReleaseVersion VersionOf(string text, ImmutableArray<string> prefixes) =>
        ReleaseVersion.Find(GateReading.WithoutPrefix(text, prefixes)) is { Suffix: "" } version
            ? version.WrittenAs(text)
            : throw Fault($"'{text}' is not a version");

    private CompiledNode? Child(string key)
    {
        var at = Array.IndexOf(_node.Keys, key);
        if (at < 0) return null;
        _isRead[at] = true;
        return _node.Values[at];
    }

    private static InvalidDataException Fault(string file, CompiledNode node, string problem) => new($"{file}({node.Line}): {problem}");
}
