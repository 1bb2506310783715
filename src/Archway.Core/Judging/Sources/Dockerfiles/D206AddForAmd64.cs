using Archway.Oci.Platforms;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A file that <c>ADD</c> fetches for 64-bit x86 alone.</summary>
internal sealed class D206AddForAmd64() : DownloadRule("D206", DownloadKind.Add)
{
    protected override string Message(Download download, Platform lacking) =>
        $"ADD fetches the file for {download.Token.Text}, which does not run on {lacking}; "
        + (download.Token.Spelling == ArchitectureSpelling.Amd64
            ? "write ${TARGETARCH} where its address says amd64"
            : "fetch it in a RUN, where a shell can tell the name for each architecture");
}
