using Archway.Oci.Platforms;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A file that is fetched for x64 alone: <c>curl …/node-v22-linux-x64.tar.xz</c>.</summary>
internal sealed class D203DownloadForX64() : DownloadRule("D203", DownloadKind.X64)
{
    protected override string Message(Download download, Platform lacking) =>
        $"the file is fetched for {download.Token.Text} and does not run on {lacking}; {download.Instead}";
}
