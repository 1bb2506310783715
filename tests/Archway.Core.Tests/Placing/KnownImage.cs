using Archway.Judging;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Placing.Images;
using Archway.Resolving;

namespace Archway.Core.Tests.Placing;

/// <summary>Images of which is known what a registry would say.</summary>
internal static class KnownImage
{
    /// <summary>An image with these platforms, asked about amd64 and arm64.</summary>
    internal static ImagePlatforms Running(string name, params string[] platforms) => new(new()
    {
        Facts = new()
        {
            Image = $"docker.io/library/{name}:latest",
            Answer = new ImageAnswer.Found(),
            Platforms = [.. platforms.Select(one => new PlatformFacts(Platform.Parse(one), Descriptor.Of(MediaTypes.OciManifest, "manifest"u8)))],
        },
        Targets = [.. from machine in (Platform[])[Platform.Of("linux", "amd64"), Platform.LinuxArm64]
                      select platforms.Any(one => machine.CanRun(Platform.Parse(one))) ? new TargetJudgement(machine, ImageStatus.Ready, "") : new TargetJudgement(machine, ImageStatus.Blocked, "it has nothing for it")],
        Evidence = [],
    });
}
