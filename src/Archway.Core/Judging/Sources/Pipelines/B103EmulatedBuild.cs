namespace Archway.Judging.Sources.Pipelines;

/// <summary>An image for another architecture that is built by emulation, where the service has machines of that architecture.</summary>
internal sealed class B103EmulatedBuild() : PipelineRule("B103", Severity.Warning)
{
    protected override IEnumerable<SourceFinding> Check(Pipeline pipeline, RuleContext context)
    {
        foreach (var job in pipeline.Jobs)
        {
            if (!job.Machine.IsOnlyAmd64 || job.Steps.FirstOrDefault(step => step.Action == BuilderSteps.Emulation) is not { Uses: { } emulation }) continue;
            // It may be there for others alone.
            if (job.Steps.First(step => step.Uses == emulation).With?["platforms"]?.Text is { } emulated
                && !(ArmWords.IsIn(emulated) || emulated.Contains("all", StringComparison.Ordinal) || emulated.Contains('$', StringComparison.Ordinal))) continue;
            if (job.Builds.Select(build => build.Platforms?.Foreign(context)).FirstOrDefault(platform => platform is not null) is not { Canonical: "linux/arm64" } foreign) continue;
            yield return Found(pipeline.Source, emulation.Start, emulation.Length,
                $"what the Dockerfile runs for {foreign} is emulated on this runner: a matrix with ubuntu-24.04-arm builds it there, and imagetools create joins both", null, foreign);
        }
    }
}
