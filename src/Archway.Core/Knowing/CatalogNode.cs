using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Archway.Knowing;

/// <summary>One mapping of a catalog file, which every key must be asked for: a key that nobody reads is a misspelt one.</summary>
internal sealed class CatalogNode
{
    private readonly string _file;
    private readonly YamlMappingNode _node;
    private readonly HashSet<string> _unread;

    private CatalogNode(string file, YamlMappingNode node)
    {
        (_file, _node) = (file, node);
        _unread = [.. node.Children.Keys.Select(key => key.ToString())];
    }

    internal static CatalogNode Of(string file, YamlNode node) =>
        node is YamlMappingNode mapping ? new(file, mapping) : throw Fault(file, node, "a mapping was expected");

    internal string Text(string key) => OptionalText(key) ?? throw Fault(_file, _node, $"'{key}' is missing");

    internal string? OptionalText(string key) => Child(key) switch
    {
        null => null,
        YamlScalarNode { Value: { Length: > 0 } text } => text,
        var other => throw Fault(_file, other, $"'{key}' must be a text"),
    };

    internal ImmutableArray<string> Texts(string key) => Child(key) switch
    {
        null => [],
        YamlScalarNode { Value: { Length: > 0 } text } => [text],
        YamlSequenceNode list when list.OfType<YamlScalarNode>().Count(item => item.Value is { Length: > 0 }) == list.Children.Count =>
            [.. list.OfType<YamlScalarNode>().Select(item => item.Value!)],
        var other => throw Fault(_file, other, $"'{key}' must be a list of texts"),
    };

    internal ImmutableArray<CatalogNode> Nodes(string key) => Child(key) switch
    {
        null => [],
        YamlSequenceNode list => [.. list.Select(item => Of(_file, item))],
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
        if (_unread.Count > 0) throw Fault($"nobody knows '{string.Join("', '", _unread)}' here");
    }

    internal InvalidDataException Fault(string problem) => Fault(_file, _node, problem);

    // 8u141 is version 141 where 8u is a prefix, and sentences call it as it is written.
    private ReleaseVersion VersionOf(string text, ImmutableArray<string> prefixes) =>
        ReleaseVersion.Find(GateReading.WithoutPrefix(text, prefixes)) is { Suffix: "" } version
            ? version.WrittenAs(text)
            : throw Fault($"'{text}' is not a version");

    private YamlNode? Child(string key)
    {
        _unread.Remove(key);
        return _node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;
    }

    private static InvalidDataException Fault(string file, YamlNode node, string problem) => new($"{file}({node.Start.Line}): {problem}");
}
