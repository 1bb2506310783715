namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>What a person should know of a converted job.</summary>
internal static class ConversionRemarks
{
    internal static IEnumerable<string> On(EmulatedJob job, JoiningSteps steps)
    {
        foreach (var platform in job.Platforms.Where(platform => job.Emulated.Contains(platform.Platform)))
            yield return $"job {job.Id}: {platform.Platform} stays emulated, since GitHub has no machine for it; --runner {platform.Platform}=LABEL names yours";
        if (job.Node["environment"] is not null)
            yield return $"job {job.Id}: its environment is asked for by the run of each platform and by the joining, and so is an approval that it wants";
        if (job.IsPushed && job.Node["concurrency"] is not null)
            yield return $"job {job.Id}: its concurrency is that of the joining now; the runs of one group would have cancelled each other";
        if (job.Builds.Values.Any(build => build.With["annotations"] is not null))
            yield return $"job {job.Id}: annotations are put on each platform's image, and none on the index";
        var often = steps.Building.Where(i => i < job.LastBuild && job.Steps[i].Script is not null && !job.Steps[i].OnlyTells).Select(i => $"'{job.Steps[i].Name}'").ToArray();
        if (often.Length > 0)
            yield return $"job {job.Id}: {string.Join(", ", often)} {(often.Length == 1 ? "runs" : "run")} once for each platform"
                + (steps.Before.Any(i => job.Steps[i].Script is not null) ? ", and once more where the images are joined" : "") + "; look whether that may be";
    }
}
