using Archway.Reading;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>A rule about what a pipeline does with images.</summary>
internal abstract class PipelineRule(string id, Severity severity) : SourceRule(id, severity)
{
    /// <summary>Every rule about pipelines.</summary>
    internal static IReadOnlyList<SourceRule> Every { get; } =
    [
        new B101BuildWithoutPlatforms(),
        new B102BuildForAmd64(),
        new B103EmulatedBuild(),
        new B104SharedCache(),
        new B106DownloadForAmd64(),
        new B110CheckOfAmd64(),
    ];

    internal sealed override IEnumerable<SourceFinding> Check(SourceDocument document, RuleContext context) =>
        Pipeline.Of(document) is { } pipeline ? Check(pipeline, context) : [];

    /// <summary>What the rule finds in a pipeline.</summary>
    protected abstract IEnumerable<SourceFinding> Check(Pipeline pipeline, RuleContext context);
}
