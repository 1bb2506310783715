using Archway.Judging.Sources.Data;
using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>An image whose name or tag says that it is for 64-bit x86: <c>amd64/debian:12</c>, <c>aspnet:8.0-alpine-amd64</c>.</summary>
internal sealed class D106ImageNamedForAmd64() : OneArchitectureRule("D106", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        Dictionary<int, (DockerfileStage Stage, int Start, int Column)>? lines = null;
        foreach (var place in dockerfile.Occurrences)
        {
            if (place.Image is not { } image
                || place.Kind is not (OccurrenceKind.DockerfileFrom or OccurrenceKind.DockerfileCopyFrom or OccurrenceKind.DockerfileMountFrom)) continue;
            var name = $"{image.Registry}/{image.Repository}";
            var isByTag = image.Tag is { } tag && NamedArchitecture.OfTag(tag) == "amd64";
            if (!(isByTag || NamedArchitecture.OfRepository(name) == "amd64") || NamedArchitecture.IsOfBuildTool($"{name}:{image.Tag}")) continue;
            // What an argument says is for who gives it.
            if (!ArchitectureToken.In(place.Written, 0, place.Written.Length).Any()) continue;
            if (!(lines ??= LinesOf(dockerfile)).TryGetValue(place.At.Line, out var line)) continue;
            if (IsLeftAlone(dockerfile, line.Stage) || DockerfileStages.IsOfBuildMachine(dockerfile, line.Stage)
                || HasSibling(dockerfile, place.Written)) continue;
            var without = image.Tag == Architectures.Amd64 || place.Written.Contains('$', StringComparison.Ordinal) ? null : ArchitectureName.Without(place.Written);
            yield return Found(place, lacking, without is null ? null
                : FixOf(dockerfile.Source, place, image, line.Start + place.At.Column - line.Column, without)) with
            {
                Needs = [.. without is not null && ImageReference.Read(without) is { Value: { } other } ? (ImageReference[])[other] : []],
            };
        }
    }

    /// <summary>The instruction that begins on a line: its stage, its offset and its column.</summary>
    private static Dictionary<int, (DockerfileStage Stage, int Start, int Column)> LinesOf(DockerfileDocument dockerfile)
    {
        Dictionary<int, (DockerfileStage, int, int)> lines = [];
        foreach (var stage in dockerfile.Stages)
        {
            foreach (var instruction in stage.Instructions.Prepend(stage.From))
            {
                var at = dockerfile.Source.Span(instruction.Keyword.Start, 0);
                lines[at.Line] = (stage, instruction.Keyword.Start, at.Column);
            }
        }

        return lines;
    }

    private SourceFinding Found(ImageOccurrence place, Platform lacking, Fix? fix) => new(new()
    {
        Rule = Id,
        Severity = Severity.Blocker,
        At = place.At,
        Image = place.Image,
        Platform = lacking,
        Message = $"the image is named for 64-bit x86 and does not run on {lacking}; name the image of all platforms",
        Fix = fix,
    });

    private static Fix? FixOf(SourceText source, ImageOccurrence place, ImageReference image, int start, string without) =>
        string.CompareOrdinal(source.Text, start, place.Written, 0, place.Written.Length) != 0 ? null
        : new("name the image of all platforms", IsOfficial(image) ? FixSafety.Safe : FixSafety.Ask, Edit.Of(source, start, place.Written.Length, without));

    // Docker's own build of an official image for one platform, from which the image of all platforms is made.
    private static bool IsOfficial(ImageReference image) => image.Repository.Begins("amd64/") && image.Registry == "docker.io";

    private static bool HasSibling(DockerfileDocument dockerfile, string written)
    {
        var code = DockerfileCode.Of(dockerfile);
        if (!code.NamesArm || ArchitectureToken.In(written, 0, written.Length).FirstOrDefault() is not { Text: { } text } token) return false;
        return Array.Exists(["arm64", "aarch64", "arm64v8"], arm => code.Text.Has(written[..token.Start] + arm + written[(token.Start + text.Length)..]));
    }
}
