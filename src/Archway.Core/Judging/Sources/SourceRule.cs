using Archway.Judging.Sources.Builds;
using Archway.Judging.Sources.Nodes;
using Archway.Judging.Sources.Pipelines;
using Archway.Oci.Platforms;
using Archway.Reading;
using Archway.Reading.Builds;
using Archway.Reading.Data;
using Archway.Reading.Dockerfiles;
using Archway.Reading.Hcl;
using Archway.Reading.Pipelines.Jenkins;

namespace Archway.Judging.Sources;

/// <summary>A rule about what sources say beside the images that they name. One rule is one file, and one page under docs/rules.</summary>
/// <remarks>It looks at one document at a time, while that is read: nothing of a document is kept but what rules found there.</remarks>
internal abstract class SourceRule(string id, Severity severity)
{
    // It may say a word of the file's, which may be as long as that.
    private const int LongestMessage = 1000;

    /// <summary>Every rule.</summary>
    internal static IReadOnlyList<SourceRule> All { get; } =
    [
        .. DockerfileRule.Every,
        .. DataRule.Every,
        .. NodeRule.Every,
        .. PipelineRule.Every,
        .. BuildRule.Every,
    ];

    /// <summary>The rules about documents of the kind of this one, Terraform's among those about data; the others need not be made.</summary>
    internal static IReadOnlyList<SourceRule> For(SourceDocument document) => document switch
    {
        DockerfileDocument => DockerfileRule.Every,
        DataDocument data when Pipeline.ServiceOf(data) is not null => OfPipelines.Every,
        JenkinsDocument => OfPipelines.Every,
        DataDocument or HclDocument => OfData.Every,
        BuildsDocument or JibDocument => BuildRule.Every,
        _ => [],
    };

    internal string Id { get; } = id;

    /// <summary>What the rule finds in a document; nothing in one of another kind.</summary>
    internal abstract IEnumerable<SourceFinding> Check(SourceDocument document, RuleContext context);

    /// <summary>A finding at a stretch of a file; where that goes over several lines, at its first.</summary>
    protected SourceFinding Found(SourceText source, int start, int length, string message, Fix? fix = null, Platform? platform = null) => new(new()
    {
        Rule = Id,
        Severity = severity,
        At = source.FirstLineOf(start, length),
        Platform = platform,
        Message = message.Length > LongestMessage ? message[..LongestMessage] + "…" : message,
        Fix = fix,
    });

    private static class OfData
    {
        internal static readonly SourceRule[] Every = [.. DataRule.Every, .. NodeRule.Every, .. BuildRule.Every];
    }

    private static class OfPipelines
    {
        internal static readonly SourceRule[] Every = [.. PipelineRule.Every, .. OfData.Every];
    }
}
