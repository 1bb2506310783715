using Archway.Oci.Platforms;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>An installer of conda for 64-bit x86 alone.</summary>
internal sealed class D219CondaForX8664() : DownloadRule("D219", DownloadKind.Conda)
{
    protected override string Message(Download download, Platform lacking) =>
        $"the installer of conda is fetched for {download.Token.Text} and does not run on {lacking}; "
        + $"write $(uname -m) where its address says {download.Token.Text}";
}
