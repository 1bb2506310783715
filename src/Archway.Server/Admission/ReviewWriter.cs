using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Archway.Server.Admission;

/// <summary>Writes the answer to a review.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response"/></remarks>
internal static class ReviewWriter
{
    // API servers cut a warning behind 256 characters, and all of them behind 4,096.
    private const int LongestWarning = 256;
    private const int MostWarnings = 12;
    private const int LongestRefusal = 4096;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an answer.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="uid">The name of the question.</param>
    /// <param name="decision">The answer.</param>
    internal static void Write(IBufferWriter<byte> output, string uid, Decision decision)
    {
        using Utf8JsonWriter json = new(output, Options);
        json.WriteStartObject();
        json.WriteString("apiVersion"u8, "admission.k8s.io/v1"u8);
        json.WriteString("kind"u8, "AdmissionReview"u8);
        json.WriteStartObject("response"u8);
        json.WriteString("uid"u8, uid);
        json.WriteBoolean("allowed"u8, decision.Refusal is null);
        if (decision.Refusal is { } refusal)
        {
            json.WriteStartObject("status"u8);
            json.WriteNumber("code"u8, 403);
            json.WriteString("reason"u8, "Forbidden"u8);
            json.WriteString("message"u8, Cut(Clean(refusal), LongestRefusal));
            json.WriteEndObject();
        }
        else if (!decision.Patch.IsEmpty)
        {
            json.WriteString("patchType"u8, "JSONPatch"u8);
            json.WriteBase64String("patch"u8, decision.Patch.Span);
        }

        if (!decision.Warnings.IsEmpty)
        {
            json.WriteStartArray("warnings"u8);
            foreach (var warning in decision.Warnings.Take(MostWarnings)) json.WriteStringValue(Cut(Clean(warning), LongestWarning));
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>A text without what is not to be seen: a pod may name anything, and an API server drops a warning with a line's end in it.</summary>
    internal static string Clean(string text)
    {
        if (text.All(c => c is >= ' ' and <= '~')) return text;
        StringBuilder clean = new(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse) clean.Append('\ufffd');
            else clean.Append(rune);
        return clean.ToString();
    }

    /// <summary>A text of so many characters at most, none of them half.</summary>
    internal static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        var end = length - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }
}
