using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Archway.Placing.Constraining;
using Archway.Placing.Scheduling;
using Archway.Reading.Data;

namespace Archway.Server.Admission;

/// <summary>Changes of a pod as a JSON Patch (RFC 6902). Every operation adds, at the end of what is there or where nothing is.</summary>
internal sealed class PodPatch : IDisposable
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _text = new(1024);
    private readonly Utf8JsonWriter _json;
    private readonly DataNode? _spec;
    // What an earlier operation made is there for a later one.
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    private PodPatch(DataNode? spec)
    {
        _spec = spec;
        _json = new(_text, Options);
        _json.WriteStartArray();
    }

    /// <summary>The patch; null where what is there is not of the form that an API server sends.</summary>
    /// <param name="spec">The pod's <c>spec</c>; null where nothing is added to it.</param>
    /// <param name="changes">What is added to it.</param>
    /// <param name="hasAnnotations">Whether the pod has annotations.</param>
    /// <param name="annotations">What is written into them.</param>
    internal static ReadOnlyMemory<byte>? Of(
        DataNode? spec, ImmutableArray<PodChange> changes, bool hasAnnotations, IReadOnlyCollection<KeyValuePair<string, string>> annotations)
    {
        using PodPatch patch = new(spec);
        foreach (var change in changes)
            if (!patch.Add(change)) return null;
        patch.Annotate(hasAnnotations, annotations);
        if (patch._json.BytesCommitted + patch._json.BytesPending == 1) return ReadOnlyMemory<byte>.Empty;
        patch._json.WriteEndArray();
        patch._json.Flush();
        return patch._text.WrittenMemory;
    }

    public void Dispose() => _json.Dispose();

    private bool Add(PodChange change) => change switch
    {
        PodChange.Require { Term: null } one => Append(["affinity", "nodeAffinity", Required, "nodeSelectorTerms"], () => Term(one.Architectures)),
        PodChange.Require { Term: { } at } one =>
            Append(["affinity", "nodeAffinity", Required, "nodeSelectorTerms", at.ToString(CultureInfo.InvariantCulture), "matchExpressions"], () => Expression(one.Architectures)),
        PodChange.SelectNode one => Select(one.Architecture),
        PodChange.Prefer one => Append(["affinity", "nodeAffinity", Preferred], () => Preference(one)),
        PodChange.Tolerate { Taint: var taint } => Append(["tolerations"], () => Toleration(taint)),
        _ => false,
    };

    // Goes down to a list, makes what is not there on the way, and puts an item at the end.
    private bool Append(ReadOnlySpan<string> path, Action item)
    {
        var at = "/spec";
        var node = _spec;
        for (var i = 0; i < path.Length; i++)
        {
            at += "/" + path[i];
            node = Within(node, path[i]);
            if (_made.Contains(at)) continue;
            if (IsThere(node, isList: i == path.Length - 1 || char.IsAsciiDigit(path[i + 1][0])) is not { } isThere) return false;
            if (isThere) continue;
            Begin(at);
            for (var j = i + 1; j < path.Length; j++)
            {
                _json.WriteStartObject();
                _json.WritePropertyName(path[j]);
            }

            _json.WriteStartArray();
            item();
            _json.WriteEndArray();
            for (var j = i + 1; j < path.Length; j++) _json.WriteEndObject();
            _json.WriteEndObject();
            for (var made = at; ; made += "/" + path[i])
            {
                _made.Add(made);
                if (++i == path.Length) return true;
            }
        }

        Begin(at + "/-");
        item();
        _json.WriteEndObject();
        return true;
    }

    private bool Select(string architecture)
    {
        if (IsThere(_spec?["nodeSelector"], isList: false) is not { } isThere) return false;
        Begin(isThere ? $"/spec/nodeSelector/{Escaped(ArchitectureLabel.Name)}" : "/spec/nodeSelector");
        if (isThere) _json.WriteStringValue(architecture);
        else
        {
            _json.WriteStartObject();
            _json.WriteString(ArchitectureLabel.Name, architecture);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        return true;
    }

    private void Annotate(bool hasAnnotations, IReadOnlyCollection<KeyValuePair<string, string>> annotations)
    {
        if (annotations.Count == 0) return;
        if (!hasAnnotations)
        {
            Begin("/metadata/annotations");
            _json.WriteStartObject();
            foreach (var (name, value) in annotations) _json.WriteString(name, value);
            _json.WriteEndObject();
            _json.WriteEndObject();
            return;
        }

        foreach (var (name, value) in annotations)
        {
            Begin($"/metadata/annotations/{Escaped(name)}");
            _json.WriteStringValue(value);
            _json.WriteEndObject();
        }
    }

    private void Begin(string path)
    {
        _json.WriteStartObject();
        _json.WriteString("op"u8, "add"u8);
        _json.WriteString("path"u8, path);
        _json.WritePropertyName("value"u8);
    }

    private static DataNode? Within(DataNode? node, string name) => node is DataSequence list
        ? int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < list.Nodes.Length ? list.Nodes[at] : null
        : node?[name];

    // Null where it is there and of another form.
    private static bool? IsThere(DataNode? node, bool isList) => node switch
    {
        null or DataScalar { IsNull: true } => false,
        DataSequence when isList => true,
        DataMapping when !isList => true,
        _ => null,
    };

    private void Term(ImmutableArray<string> architectures)
    {
        _json.WriteStartObject();
        _json.WriteStartArray("matchExpressions"u8);
        Expression(architectures);
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void Expression(ImmutableArray<string> architectures)
    {
        _json.WriteStartObject();
        _json.WriteString("key"u8, ArchitectureLabel.Name);
        _json.WriteString("operator"u8, "In"u8);
        _json.WriteStartArray("values"u8);
        foreach (var one in architectures) _json.WriteStringValue(one);
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void Preference(PodChange.Prefer one)
    {
        _json.WriteStartObject();
        _json.WriteNumber("weight"u8, one.Weight);
        _json.WritePropertyName("preference"u8);
        Term([one.Architecture]);
        _json.WriteEndObject();
    }

    private void Toleration(Taint taint)
    {
        _json.WriteStartObject();
        _json.WriteString("key"u8, taint.Key);
        _json.WriteString("operator"u8, "Equal"u8);
        _json.WriteString("value"u8, taint.Value);
        _json.WriteString("effect"u8, taint.Effect);
        _json.WriteEndObject();
    }

    private static string Escaped(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
