using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A base whose time is over, or that cannot run on kernels with pages of 64 KiB: <c>FROM centos:7</c>.</summary>
internal sealed class D111BaseAtItsEnd() : OneArchitectureRule("D111", Severity.Note)
{
    private const string Redis = "library/redis";

    private static readonly (string Repository, string[] Tags, string Ended)[] Ended =
    [
        ("library/centos", ["7", "centos7"], "CentOS 7 ended on 2024-06-30, and its packages for Arm are in the archive alone"),
        ("library/centos", ["8", "centos8", "latest"], "CentOS 8 ended on 2021-12-31, and its packages are in the archive alone"),
        ("library/debian", ["8", "jessie"], "Debian 8 ended in 2020, for Arm in 2018, and its packages are in the archive alone"),
        ("library/debian", ["9", "stretch"], "Debian 9 ended on 2022-06-30, and its packages are in the archive alone"),
        ("library/debian", ["10", "buster"], "Debian 10 ended on 2024-06-30, and its packages are in the archive alone"),
    ];

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        foreach (var place in dockerfile.Occurrences)
        {
            if (place.Kind != OccurrenceKind.DockerfileFrom || place.Image is not { Registry: "docker.io", Tag: { } tag } image || !IsSaidHere(dockerfile.Source, place)
                || place.Platform?.Contains("BUILDPLATFORM", StringComparison.Ordinal) == true || EndOf(image, tag) is not { } message) continue;
            yield return new(new() { Rule = Id, Severity = Severity.Note, At = place.At, Image = image, Platform = lacking, Message = message });
        }
    }

    // What the file of a build fills in is for that one to change.
    private static bool IsSaidHere(SourceText source, ImageOccurrence place) => !place.Written.Contains('$', StringComparison.Ordinal)
        || (source.Text.Has(place.Image!.Repository.Split('/')[^1]) && source.Text.Has(place.Image.Tag!));

    private static string? EndOf(ImageReference image, string tag)
    {
        if (image.Repository == Redis)
            return IsOfSmallPages(tag) ? $"Redis {tag} aborts on Arm kernels with pages of 64 KiB, for which it was not built before 5.0.10 and 6.0.9; take a later one" : null;
        foreach (var (repository, tags, ended) in Ended)
            if (repository == image.Repository && Array.Exists(tags, one => IsOf(tag, one))) return $"{ended}; take a base that is kept";
        return null;
    }

    // 7.9.2009, stretch-slim, buster-20220912.
    private static bool IsOf(string tag, string release) =>
        tag.Begins(release) && (tag.Length == release.Length || tag[release.Length] is '-' or '.');

    // docker-library/redis set the page size of its builds on 2020-10-05 (commit ba0294e), when 5.0.9 and 6.0.8 were out.
    private static bool IsOfSmallPages(string tag) =>
        Version.TryParse(tag.Split('-')[0], out var version) && version.Build >= 0
        && (version < new Version(5, 0, 9) || (version >= new Version(6, 0, 0) && version < new Version(6, 0, 8)));
}
