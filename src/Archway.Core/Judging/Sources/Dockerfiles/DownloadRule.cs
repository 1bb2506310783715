using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A rule about one kind of downloads.</summary>
internal abstract class DownloadRule(string id, DownloadKind kind) : OneArchitectureRule(id, Severity.Blocker)
{
    protected sealed override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking, Catalog catalog)
    {
        foreach (var download in DockerfileCode.Of(dockerfile).Downloads.Where(download => download.Kind == kind))
        {
            if (download.Stage is { } stage && IsLeftAlone(dockerfile, stage)) continue;
            var fix = DownloadFix.Of(dockerfile, download);
            if (ReleasedFile.LackOf(dockerfile, download, lacking, catalog) is { } lack)
            {
                // What is not there is not fetched under any name.
                yield return Found(dockerfile.Source, download.Start, download.End - download.Start,
                    $"the file is fetched for {download.Token.Text}, and {lack}", fix is null ? null : fix with { Safety = FixSafety.ShowOnly }, lacking);
                continue;
            }

            yield return Found(dockerfile.Source, download.Start, download.End - download.Start, Message(download, lacking)
                + Because(dockerfile, download, fix), fix, lacking);
        }
    }

    /// <summary>What is so of the download, and what to do.</summary>
    protected abstract string Message(Download download, Platform lacking);

    private static string Because(DockerfileDocument dockerfile, Download download, Fix? fix) =>
        fix is { Safety: not FixSafety.ShowOnly } ? ""
        : Checksums.In(dockerfile, download) is not null || Checksums.IsBeside(dockerfile, download) ? ", with the checksum beside it"
        : fix is not null ? ", and in the instructions that go on with the file by its name"
        : download.Stage is { } stage && DockerfileStages.IsOfBuildMachine(dockerfile, stage)
            ? "; ${BUILDARCH} is right for what runs in this stage, which is of the machine that builds"
        : "";
}
