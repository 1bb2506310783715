namespace Archway.Judging.Sources.Pipelines;

/// <summary>An image for another architecture that is built by emulation, where the service has machines of that architecture.</summary>
internal sealed class B103EmulatedBuild() : PipelineRule("B103", Severity.Warning)
{
    // Each is looked for among all that the file builds.
    private const int MostBuilds = 100;

    protected override IEnumerable<SourceFinding> Check(Pipeline pipeline, RuleContext context)
    {
        foreach (var job in pipeline.Jobs)
        {
            if (!job.Machine.IsOnlyAmd64 || job.Steps.FirstOrDefault(step => step.Action == BuilderSteps.Emulation) is not { Uses: { } emulation }) continue;
            // It may be there for others alone.
            if (job.Steps.First(step => step.Uses == emulation).With?["platforms"]?.Text is { } emulated
                && !(ArmWords.IsIn(emulated) || emulated.Contains("all", StringComparison.Ordinal) || emulated.Contains('$', StringComparison.Ordinal))) continue;
            var builds = job.Builds.Where(build => build.Platforms?.Foreign(context) is { Canonical: "linux/arm64" }).Take(MostBuilds).ToArray();
            string[] dockerfiles = [.. builds.SelectMany(build => DockerfilesOf(pipeline, build.Step)).Distinct()];
            if (dockerfiles is []) continue;
            var foreign = builds[0].Platforms!.Foreign(context)!;
            foreach (var dockerfile in dockerfiles) context.Runs.Ask(dockerfile);
            yield return Found(pipeline.Source, emulation.Start, emulation.Length,
                $"what the Dockerfile runs for {foreign} is emulated on this runner: a matrix with ubuntu-24.04-arm builds it there, and imagetools create joins both", null, foreign) with
            {
                // One that crosses over on the machine that builds runs nothing there.
                Stands = () => dockerfiles.Any(context.Runs.Has),
            };
        }
    }

    private static IEnumerable<string> DockerfilesOf(Pipeline pipeline, PipelineStep step)
    {
        var (first, last) = (pipeline.Source.Span(step.Node.Start, 0).Line, pipeline.Source.Span(Math.Min(step.Node.Start + step.Node.Length, pipeline.Source.Text.Length), 0).Line);
        return pipeline.Builds.Where(build => build.At.Line >= first && build.At.Line <= last).Select(build => build.Dockerfile).OfType<string>();
    }
}
