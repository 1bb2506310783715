using Archway.Oci.Platforms;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A file that is fetched for amd64 alone: <c>curl …/tool_linux_amd64.tar.gz</c>.</summary>
internal sealed class D201DownloadForAmd64() : DownloadRule("D201", DownloadKind.Amd64)
{
    protected override string Message(Download download, Platform lacking) =>
        $"the file is fetched for amd64 and does not run on {lacking}; write ${{TARGETARCH}} where its address says amd64";
}
