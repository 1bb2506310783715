using System.Collections.Immutable;
using System.Text;
using Archway.Reading.Data;

namespace Archway.Reading.Hcl;

/// <summary>JSON within a template, such as the container list of a task definition: read with its expressions in their places.</summary>
internal sealed class EmbeddedJson
{
    // A digit is a value where an expression stands for one, and a part of a string where it stands in one.
    private const char Gap = '1';
    private const int LongestGap = 64;

    private readonly StringBuilder _json = new();
    private readonly List<(int At, HclNode Part)> _parts = [];

    private EmbeddedJson(HclTemplate template)
    {
        foreach (var part in template.Parts)
        {
            _parts.Add((_json.Length, part));
            if (part is HclText text) _json.Append(text.Value);
            // Of a directive such as %{ if } nothing is left; what it guards may be there.
            else _json.Append(part is HclOther ? ' ' : Gap, Math.Clamp(part.Length, 1, LongestGap));
        }
    }

    /// <summary>The value of the JSON; null when it is none.</summary>
    internal static HclNode? Read(HclTemplate template)
    {
        EmbeddedJson json = new(template);
        List<DataProblem> problems = [];
        var root = JsonReader.ReadDocuments(new("", json._json.ToString()), problems).FirstOrDefault();
        return root is null || problems.Count > 0 ? null : HclJson.Of(root, json.Scalar);
    }

    private HclNode Scalar(DataScalar scalar)
    {
        var quote = scalar.IsPlain ? 0 : 1;
        var (start, end) = (scalar.Start + quote, scalar.Start + scalar.Length - quote);
        var parts = ImmutableArray.CreateBuilder<HclNode>();
        for (var i = First(start); i < _parts.Count && _parts[i].At < end; i++)
        {
            var (at, part) = _parts[i];
            if (part is not HclText text)
            {
                parts.Add(part);
                continue;
            }
            var from = Math.Max(start, at);
            var length = Math.Min(end, at + text.Value.Length) - from;
            if (length == 0) continue;
            // Where the template has escapes of its own, only the whole stretch has a place.
            var isAsWritten = text.Value.Length == text.Length;
            parts.Add(new HclText(isAsWritten ? text.Start + from - at : text.Start, isAsWritten ? length : text.Length, _json.ToString(from, length)));
        }

        if (parts is [not HclText and var only] && scalar.IsPlain) return only;
        var place = parts is [var first, ..] ? (first.Start, Length: parts[^1].Start + parts[^1].Length - first.Start) : (Start: 0, Length: 0);
        if (scalar.IsPlain) return new HclLiteral(place.Start, place.Length, scalar.Value);
        var isPlainText = parts.All(part => part is HclText);
        return new HclTemplate(place.Start, place.Length, isPlainText ? [new HclText(place.Start, place.Length, scalar.Value)] : parts.ToImmutable());
    }

    /// <summary>The part in which an offset lies.</summary>
    private int First(int offset)
    {
        var (low, high) = (0, _parts.Count);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (_parts[middle].At <= offset) low = middle;
            else high = middle;
        }
        return low;
    }
}
