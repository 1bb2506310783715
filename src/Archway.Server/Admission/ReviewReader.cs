using System.Text.Json;
using System.Text.Unicode;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Server.Admission;

/// <summary>Reads an AdmissionReview once from end to end, and keeps of it what is looked at.</summary>
/// <remarks>An API server sends none that is malformed; whoever does is told what is wrong, and the server lives.</remarks>
internal ref struct ReviewReader
{
    // An API server's own bound on what it decodes is 10,000 levels; objects that it keeps nest a tenth of this.
    private const int Depth = 200;
    private const int LongestName = 253;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = Depth };

    private Utf8JsonReader _json;
    private string? _problem;

    private ReviewReader(ReadOnlySpan<byte> body) => _json = new(body, Options);

    /// <summary>Reads a review, or says why it is none.</summary>
    internal static Parsed<AdmissionRequest> Read(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body)) return Parsed.Problem<AdmissionRequest>("the body is not UTF-8");
        try
        {
            ReviewReader reader = new(body);
            return reader.Review() is { } request && reader._problem is null
                ? Parsed.Value(request)
                : Parsed.Problem<AdmissionRequest>(reader._problem ?? "the body has no request");
        }
        catch (JsonException broken)
        {
            // The message of the exception repeats what stands there.
            return Parsed.Problem<AdmissionRequest>(
                $"the body is not JSON, or nests more than {Depth} levels deep (line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1})");
        }
        catch (InvalidOperationException)
        {
            return Parsed.Problem<AdmissionRequest>("the body holds half a surrogate pair, or something else where a text belongs");
        }
    }

    private AdmissionRequest? Review()
    {
        if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject) return Wrong("the body is not a JSON object");
        var (kind, version) = ("", "");
        AdmissionRequest? request = null;
        while (NextMember())
        {
            if (Is("kind"u8)) kind = Text();
            else if (Is("apiVersion"u8)) version = Text();
            else if (Is("request"u8)) request = Request();
            else SkipValue();
        }

        // What follows would be read by nobody.
        if (_json.Read()) return Wrong("something follows the review");
        if (kind != "AdmissionReview" || version != "admission.k8s.io/v1") return Wrong("it is no AdmissionReview of admission.k8s.io/v1");
        if (request is null) return Wrong("the review has no request");
        return request.Uid.Length > 0 ? request : Wrong("the request has no uid");
    }

    private AdmissionRequest? Request()
    {
        if (!IsObject()) return null;
        var (uid, operation, subResource, space) = ("", "", "", "");
        var isOfPods = false;
        AdmittedObject now = AdmittedObject.None, before = AdmittedObject.None;
        while (NextMember())
        {
            if (Is("uid"u8)) uid = Text();
            else if (Is("operation"u8)) operation = Text();
            else if (Is("subResource"u8)) subResource = Text();
            else if (Is("namespace"u8)) space = Text();
            else if (Is("resource"u8)) isOfPods = Resource();
            else if (Is("object"u8)) now = Object();
            else if (Is("oldObject"u8)) before = Object();
            else SkipValue();
        }

        return new()
        {
            Uid = uid,
            Operation = operation,
            SubResource = subResource,
            Namespace = space,
            IsOfPods = isOfPods,
            Object = now,
            OldObject = before,
        };
    }

    private bool Resource()
    {
        if (!IsObject()) return false;
        var (group, version, resource) = ("", "", "");
        while (NextMember())
        {
            if (Is("group"u8)) group = Text();
            else if (Is("version"u8)) version = Text();
            else if (Is("resource"u8)) resource = Text();
            else SkipValue();
        }

        return (group, version, resource) is ("", "v1", "pods");
    }

    private AdmittedObject Object()
    {
        if (!IsObject()) return AdmittedObject.None;
        DataMapping? spec = null;
        (bool HasMetadata, IReadOnlyDictionary<string, string>? Annotations) metadata = default;
        while (NextMember())
        {
            if (Is("spec"u8)) spec = SpecTree.Read(ref _json);
            else if (Is("metadata"u8)) metadata = Metadata();
            else SkipValue();
        }

        return new(spec, metadata.HasMetadata, metadata.Annotations);
    }

    private (bool, Dictionary<string, string>?) Metadata()
    {
        if (!IsObject()) return default;
        Dictionary<string, string>? own = null;
        while (NextMember())
        {
            if (!Is("annotations"u8)) SkipValue();
            else own = IsObject() ? Own() : null;
        }

        return (true, own);
    }

    private Dictionary<string, string> Own()
    {
        Dictionary<string, string> own = new(StringComparer.Ordinal);
        while (NextMember())
        {
            if (_json.ValueSpan.StartsWith("archway/"u8) && _json.GetString() is { } name) own[name] = Annotation();
            else SkipValue();
        }

        return own;
    }

    // Goes to the next name of the object that is being read.
    private bool NextMember() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    private readonly bool Is(ReadOnlySpan<byte> name) => _json.ValueTextEquals(name);

    // Goes to the value; what is null, or no object, has no members.
    private bool IsObject()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.StartObject) return true;
        _json.Skip();
        return false;
    }

    // Of another's no more is looked at than of one of ours.
    private string Annotation()
    {
        var peek = _json;
        if (!peek.Read() || peek.TokenType != JsonTokenType.String) return Text();
        _json.Read();
        return ReviewWriter.Cut(_json.GetString()!, PodAnnotations.Longest);
    }

    private string Text()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Null) return "";
        if (_json.TokenType != JsonTokenType.String || _json.ValueSpan.Length > LongestName * 6)
        {
            _json.Skip();
            _problem ??= "a name in the review is no text, or is longer than any name";
            return "";
        }

        return _json.GetString()!;
    }

    private void SkipValue()
    {
        _json.Read();
        _json.Skip();
    }

    private AdmissionRequest? Wrong(string problem)
    {
        _problem ??= problem;
        return null;
    }
}
