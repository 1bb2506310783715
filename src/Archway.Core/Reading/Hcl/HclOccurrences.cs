using Archway.Oci;

namespace Archway.Reading.Hcl;

/// <summary>Notes the images that expressions name.</summary>
internal static class HclOccurrences
{
    /// <summary>Notes the image of an expression that is known to name one: each side of a condition, and nothing where null or an empty text stands.</summary>
    internal static void Add(this ReadingContext context, HclValue image, OccurrenceKind kind, string? workload, string? container = null)
    {
        foreach (var value in HclEvaluation.Branches(image))
        {
            if (value.Node is HclTemplate { Parts: [] } or HclTemplate { Parts: [HclText { Value: "" }] } or HclLiteral) continue;
            var text = HclEvaluation.Text(value);
            context.AddOneOfSeveral(ReadingContext.Occurrence(value.At, value.Written, Image(text), kind) with { Workload = workload, Container = container });
        }
    }

    private static Parsed<string> Image(Parsed<string> text)
    {
        if (!text.TryGetValue(out var image)) return text;
        return image.Trim().Length > 0 ? Parsed.Value(image.Trim()) : Parsed.Problem<string>("it is empty unless somebody sets it");
    }
}
