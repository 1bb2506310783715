using Archway.Reading;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>The option by which a <c>FROM</c> names a platform.</summary>
internal static class PlatformOption
{
    /// <summary>What stands before the platform.</summary>
    internal const string Written = "--platform=";

    internal static DockerfileWord? Of(DockerfileStage stage) => stage.From.Flags.FirstOrDefault(flag => flag.Name == "platform")?.Value;

    /// <summary>Takes the option off with the space behind it; null where it is written over several lines.</summary>
    internal static Fix? TakeOff(SourceText source, DockerfileWord platform, FixSafety safety)
    {
        var (start, end) = (platform.Start - Written.Length, platform.Start + platform.Length);
        if (start < 0 || !source.Text.AsSpan(start).Begins(Written)) return null;
        while (end < source.Text.Length && source.Text[end] is ' ' or '\t') end++;
        return new("take the platform off", safety, Edit.Of(source, start, end - start, ""));
    }

    /// <summary>Puts a stage that has none on the machine that builds.</summary>
    internal static Edit PutOnBuildMachine(SourceText source, DockerfileStage stage) =>
        Edit.Of(source, stage.From.Words[0].Start, 0, Written + "$BUILDPLATFORM ");
}
