using System.Collections.Immutable;
using Archway.Judging.Clusters;
using Archway.Judging.Rules;
using Archway.Judging.Sources;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging;

/// <summary>The findings on places, from what was judged of the images they name.</summary>
public static class Findings
{
    private const string UnresolvedRule = "I105";
    private const string UnresolvedComposeRule = "C106";

    /// <summary>The ids of every rule.</summary>
    public static ImmutableArray<string> Rules { get; } =
    [
        .. ((string[])[.. ImageRule.All.Concat(EntryRule.Entries).Select(rule => rule.Id), .. GpuRule.All.Select(rule => rule.Id), .. SourceRule.All.Select(rule => rule.Id), .. OfClusters, UnresolvedRule, UnresolvedComposeRule])
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>The ids of the rules about what sources say beside the images that they name.</summary>
    public static ImmutableArray<string> SourceRules { get; } =
        [.. ((string[])[.. SourceRule.All.Select(rule => rule.Id), .. OfClusters]).Order(StringComparer.Ordinal)];

    // What live clusters, and the nodes that manifests show, say beside their images.
    private static string[] OfClusters => [
        E103CrashesToday.Id, K115CrashesToday.Id, K116NodeSoftware.Id, GpuNodeFindings.OfDrivers, GpuNodeFindings.OfGpus, GpuClusterFindings.OfPlugin, GpuClusterFindings.OfCapacity, GpuClusterFindings.OfClass,
    ];

    /// <summary>What the rules about sources find in a document.</summary>
    internal static IEnumerable<SourceFinding> In(SourceDocument document, RuleContext context)
    {
        if (document is DockerfileDocument dockerfile) context.Runs.Note(dockerfile);
        context.Given.Note(document.Builds);
        return SourceRule.For(document).SelectMany(rule => rule.Check(document, context));
    }

    /// <summary>The findings at one place: of its status one a platform at most, since a broken image is not blocked besides; then what is to be known.</summary>
    /// <param name="place">The place that names the image.</param>
    /// <param name="image">What was judged of it.</param>
    /// <param name="source">The text of the place's file, where that may be changed.</param>
    public static IEnumerable<Finding> At(ImageOccurrence place, ImageJudgement image, SourceText? source) => image.Targets
        .SelectMany(target => EntryRule.Entries.Select(rule => rule.Check(place, image, target, source: null))
            .Prepend(ImageRule.All.Select(rule => rule.Check(place, image, target, source)).FirstOrDefault(finding => finding is not null))
            .Concat(GpuRule.All.Select(rule => rule.Check(place, image, target))))
        .OfType<Finding>();

    /// <summary>The finding at a place whose image cannot be told.</summary>
    public static Finding Unresolved(ImageOccurrence place) => new()
    {
        Rule = place.Kind == OccurrenceKind.ComposeImage ? UnresolvedComposeRule : UnresolvedRule,
        Severity = Severity.Note,
        At = place.At,
        Message = $"cannot tell which image '{WrittenLogin.Hide(place.Written)}' is: {place.Reason}",
    };
}
