using Archway.Oci.Platforms;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A checksum that is written out beside a download for 64-bit x86: it has to become one for each architecture together with the download.</summary>
internal sealed class D204ChecksumOfOneArchitecture() : OneArchitectureRule("D204", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        HashSet<int> told = [];
        foreach (var download in DockerfileCode.Of(dockerfile).Downloads)
        {
            if (download.Stage is { } stage && IsLeftAlone(dockerfile, stage)) continue;
            if (Checksums.In(dockerfile, download) is not var (start, length) || !told.Add(start)) continue;
            yield return Found(dockerfile.Source, start, length,
                $"the checksum is of the file for {download.Token.Text} alone; give each architecture its own, chosen together with the file",
                platform: lacking);
        }
    }
}
