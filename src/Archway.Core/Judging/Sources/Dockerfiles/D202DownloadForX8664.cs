using Archway.Oci.Platforms;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A file that is fetched for x86_64 alone: <c>curl …/tool-linux-x86_64.zip</c>.</summary>
internal sealed class D202DownloadForX8664() : DownloadRule("D202", DownloadKind.X8664)
{
    protected override string Message(Download download, Platform lacking) =>
        $"the file is fetched for {download.Token.Text} and does not run on {lacking}; {download.Instead}";
}
