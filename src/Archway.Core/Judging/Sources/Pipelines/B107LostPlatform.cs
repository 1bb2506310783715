using Archway.Judging.Sources.Builds;
using Archway.Reading;
using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>Images of several platforms of which one is lost: each is pushed under the tag of the others, or all are loaded where one has room.</summary>
internal sealed class B107LostPlatform() : BuildRule("B107", Severity.Blocker)
{
    // A store of containerd keeps all the platforms of an image.
    private static readonly string[] OtherStores = ["containerd-snapshotter", "containerd-image-store"];

    internal override IEnumerable<SourceFinding> Check(SourceDocument document, RuleContext context) =>
        document is BuildsDocument script ? (Throwaway.IsFile(script.Source.Path) ? [] : PushedTwice(script))
        : Pipeline.Of(document) is { } pipeline ? Check(pipeline)
        : [];

    private IEnumerable<SourceFinding> Check(Pipeline pipeline)
    {
        var hasOtherStore = OtherStores.Any(store => pipeline.Source.Text.Contains(store, StringComparison.Ordinal));
        foreach (var job in pipeline.Jobs)
        {
            if (MatrixOfPlatforms.Of(job) is { } matrix)
                foreach (var found in Overwritten(pipeline, job, matrix)) yield return found;
            foreach (var found in PushedTwice(pipeline, job)) yield return found;
            if (hasOtherStore) continue;
            foreach (var build in job.Builds)
                if (build is { IsLoaded: true, Platforms: { IsLiteral: true, Built.Length: > 1 } platforms })
                    yield return Warned(Found(pipeline.Source, platforms.Start, platforms.Length,
                        "several platforms are loaded where Docker keeps one of an image, unless its store is that of containerd: push them, or load one"));
        }
    }

    /// <summary>What each run of a matrix pushes under the same tag, so that the last one stays.</summary>
    private IEnumerable<SourceFinding> Overwritten(Pipeline pipeline, PipelineJob job, MatrixOfPlatforms matrix)
    {
        SameForAll same = new(pipeline.Source.Text, job);
        foreach (var build in job.Builds)
        {
            if (!build.IsPublished || build.IsByDigest || build.Step.Action != "docker/build-push-action" || build.Step.With is not { } with) continue;
            if (!B104SharedCache.IsOfOnePlatform(pipeline.Source, job, build.Step) || with["tags"] is not DataScalar tags || !same.Is(tags.Value)) continue;
            // One of them alone may push, or have the step at all.
            if (!same.Is(with["push"]?.Text ?? "") || !same.Is(with["outputs"]?.Text ?? "") || build.Step.Node["if"] is not null) continue;
            yield return Found(pipeline.Source, tags.Start, tags.Length,
                $"each platform is pushed under the same tag, and the last one stays: push by digest, or tag with {matrix.InTag ?? matrix.Expression}, and join them with imagetools create");
        }
    }

    /// <summary>What commands build for one platform after the other and push under the same name.</summary>
    private IEnumerable<SourceFinding> PushedTwice(Pipeline pipeline, PipelineJob job) =>
        PushedAgain.In([.. job.Commands]).Select(again => Found(pipeline.Source, again.Start, again.Length, again.Message));

    private IEnumerable<SourceFinding> PushedTwice(BuildsDocument script) =>
        script.Source.Text.Contains("--platform", StringComparison.Ordinal) && script.Source.Text.Contains("push", StringComparison.Ordinal)
            ? PushedAgain.In(ScriptPlatforms.CommandsOf(script)).Select(again => Found(script.Source, again.Start, again.Length, again.Message)) : [];

    private static SourceFinding Warned(SourceFinding found) => found with { Finding = found.Finding with { Severity = Severity.Warning } };
}
