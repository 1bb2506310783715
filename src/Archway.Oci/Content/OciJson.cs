using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Archway.Oci.Content;

/// <summary>Tolerant reading of the JSON that others wrote: unknown and doubled members pass, an odd one counts as absent.</summary>
internal static class OciJson
{
    // Manifests nest six levels or so; annotations and configs of build tools a few more.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>Reads one JSON object of at most <paramref name="limit"/> bytes.</summary>
    /// <exception cref="FormatException">It is no JSON object, is nested too deeply, or is too large.</exception>
    internal static T Read<T>(ReadOnlyMemory<byte> raw, string what, int limit, Func<JsonElement, T> read)
    {
        if (raw.Length > limit) throw new FormatException($"{what} has {raw.Length} bytes; {limit} at most are read");
        try
        {
            using var document = JsonDocument.Parse(raw, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : throw new FormatException($"{what} is not a JSON object");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{what} is not JSON that can be read (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})", e);
        }
        catch (InvalidOperationException e)
        {
            // Text that is no UTF-8, or half of a surrogate pair.
            throw new FormatException($"{what} holds text that is not Unicode", e);
        }
    }

    internal static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    internal static JsonElement? Object(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Object } member ? member : null;

    internal static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } member ? member.EnumerateArray() : [];

    internal static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { } member ? member.Text() : null;

    internal static string? Text(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    internal static long? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out var number) ? number : null;

    internal static ImmutableArray<string> Texts(this JsonElement element, string name)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var item in element.Items(name))
            if (item.Text() is { } text) texts.Add(text);
        return texts.ToImmutable();
    }

    internal static ImmutableDictionary<string, string> Map(this JsonElement element, string name)
    {
        if (element.Object(name) is not { } map) return ImmutableDictionary<string, string>.Empty;
        var entries = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var member in map.EnumerateObject())
            if (member.Value.Text() is { } value) entries[member.Name] = value;
        return entries.ToImmutable();
    }

    /// <summary>The bytes of <paramref name="element"/> as they stand in <paramref name="raw"/>, which it was read from; nothing is copied.</summary>
    internal static ReadOnlyMemory<byte> BytesOf(JsonElement element, ReadOnlyMemory<byte> raw)
    {
        var bytes = JsonMarshal.GetRawUtf8Value(element);
        return raw.Span.Overlaps(bytes, out var start) ? raw.Slice(start, bytes.Length) : bytes.ToArray();
    }
}
