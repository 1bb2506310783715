using Archway.Judging.Sources.Data;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>A cache that the builds of several platforms, each in a run of its own, put in each other's place.</summary>
/// <remarks><see href="https://docs.docker.com/build/cache/backends/gha/#scope"/></remarks>
internal sealed class B104SharedCache() : PipelineRule("B104", Severity.Warning)
{
    private const string Scope = "scope=";
    private const string Ref = "ref=";

    protected override IEnumerable<SourceFinding> Check(Pipeline pipeline, RuleContext context)
    {
        var source = pipeline.Source;
        foreach (var job in pipeline.Jobs)
        {
            if (MatrixOfPlatforms.Of(job) is not { } matrix) continue;
            SameForAll same = new(source.Text, job);
            foreach (var step in job.Steps)
            {
                if (step.Action != "docker/build-push-action" || !IsOfOnePlatform(source, job, step)) continue;
                if (step.With?["cache-to"] is not DataScalar { IsNull: false } to || !same.Is(to.Value) || KindOf(to.Value) is null) continue;
                var edits = new[] { to, step.With["cache-from"] as DataScalar }.OfType<DataScalar>().Where(cache => KindOf(cache.Value) is not null)
                    .Select(cache => EditOf(source, cache, matrix)).ToArray();
                yield return Found(source, to.Start, to.Length,
                    $"the build of each platform writes this cache over that of the others: tell them apart by {matrix.Expression}",
                    edits.All(edit => edit is not null) ? new("give each platform a cache of its own", FixSafety.Safe, [.. edits.OfType<Edit>().OrderBy(edit => edit.Start)]) : null);
            }
        }
    }

    /// <summary>Whether a run of the job builds for one of its matrix's platforms alone.</summary>
    internal static bool IsOfOnePlatform(SourceText source, PipelineJob job, PipelineStep step)
    {
        if (step.With?["platforms"]?.Text is { } platforms) return platforms.Contains("matrix.", StringComparison.Ordinal) && !platforms.Contains(',', StringComparison.Ordinal);
        return job.Node["runs-on"] is { } machine && source.Text.AsSpan(machine.Start, machine.Length).Contains("matrix.", StringComparison.Ordinal);
    }

    // What a run keeps on its own machine, or within the image, nothing else is put in the place of.
    private static string? KindOf(string cache) =>
        Array.Find(["type=gha", "type=registry", "type=s3", "type=azblob"], kind => cache.Contains(kind, StringComparison.Ordinal));

    private static Edit? EditOf(SourceText source, DataScalar cache, MatrixOfPlatforms matrix)
    {
        if (DataText.Inside(source, cache) is not var (start, length) || cache.Value.Contains('\n', StringComparison.Ordinal)) return null;
        if (KindOf(cache.Value) == "type=gha")
            return cache.Value.IndexOf(Scope, StringComparison.Ordinal) is >= 0 and var scope
                ? Edit.Of(source, start + EndOf(cache.Value, scope), 0, $"-{matrix.Expression}")
                : Edit.Of(source, start + length, 0, $",{Scope}{matrix.Expression}");
        // A tag takes no slash.
        return matrix.InTag is { } word && cache.Value.IndexOf(Ref, StringComparison.Ordinal) is >= 0 and var name
            && cache.Value.LastIndexOf(':', EndOf(cache.Value, name) - 1) > cache.Value.LastIndexOf('/', EndOf(cache.Value, name) - 1)
            ? Edit.Of(source, start + EndOf(cache.Value, name), 0, $"-{word}") : null;
    }

    private static int EndOf(string cache, int part) => cache.IndexOf(',', part) is >= 0 and var end ? end : cache.Length;
}
