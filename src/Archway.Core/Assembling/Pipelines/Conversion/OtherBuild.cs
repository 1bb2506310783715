using Archway.Oci.Platforms;

namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>A build beside those for several platforms, for a test as a rule.</summary>
internal static class OtherBuild
{
    private const string Own = "linux/amd64";

    /// <summary>The platform on whose machine alone it is done; null where that of each does it for itself, or it is no such build.</summary>
    /// <exception cref="ConversionException">It is for a platform that the job has no machine of.</exception>
    internal static Platform? PlatformOf(WorkflowStep step, EmulatedJob job)
    {
        if (step.Action != WorkflowStep.Build) return null;
        var (platforms, push) = (step.Node["with"]?["platforms"]?.Text?.Trim(), step.Node["with"]?["push"]?.Text?.Trim());
        var isPushed = push is { Length: > 0 } && !push.Equals("false", StringComparison.OrdinalIgnoreCase);
        if (string.IsNullOrEmpty(platforms) && !isPushed) return null;
        var read = Platform.Read(string.IsNullOrEmpty(platforms) ? Own : platforms).Value;
        return job.Platforms.Select(platform => platform.Platform).FirstOrDefault(platform => platform.Equals(read))
            ?? throw new ConversionException($"its step '{step.Name}' builds for {platforms ?? Own}, and the other builds do not");
    }
}
