using Archway.Oci.Platforms;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A program that starts others, fetched for 64-bit x86 alone: gosu, tini, dumb-init.</summary>
internal sealed class D207LauncherForAmd64() : DownloadRule("D207", DownloadKind.Launcher)
{
    protected override string Message(Download download, Platform lacking) =>
        $"the program that starts the container is fetched for {download.Token.Text} and does not run on {lacking}; "
        + "fetch it for the platform of the build, or install the package of the distribution";
}
