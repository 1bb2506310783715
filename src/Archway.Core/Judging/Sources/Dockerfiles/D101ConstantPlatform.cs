using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A stage that is built for one platform whatever the build is for: <c>FROM --platform=linux/amd64</c>.</summary>
internal sealed class D101ConstantPlatform() : DockerfileRule("D101", Severity.Blocker)
{
    private const string Option = "--platform=";

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, RuleContext context)
    {
        ILookup<int, ImageOccurrence>? bases = null;
        foreach (var stage in dockerfile.Stages)
        {
            if (stage.From.Flags.FirstOrDefault(flag => flag.Name == "platform")?.Value is not { } written) continue;
            // Windows has images of its own; a stage that is chosen by its architecture's name has its siblings beside it.
            if (Platform.Read(written.Text.Trim('"', '\'')) is not { Value: { Os: "linux" } constant } || context.Lacking(constant) is not { } lacking) continue;
            if (DockerfileStages.IsOneOfSiblings(dockerfile, stage) || DockerfileStages.HasArmSibling(dockerfile, stage)) continue;
            var source = dockerfile.Source;
            bases ??= dockerfile.Occurrences.Where(place => place.Kind == OccurrenceKind.DockerfileFrom).ToLookup(place => place.At.Line);
            yield return Found(source, written.Start - Option.Length, written.Length + Option.Length,
                $"the stage is built for {constant} whatever the build is for, and so never for {lacking}", TakeOff(source, written), lacking) with
            {
                Needs = [.. bases[source.Span(stage.From.Keyword.Start, 0).Line].FirstOrDefault()?.Image is { } image ? (ImageReference[])[image] : []],
            };
        }
    }

    private static Fix? TakeOff(SourceText source, DockerfileWord platform)
    {
        var (start, end) = (platform.Start - Option.Length, platform.Start + platform.Length);
        if (start < 0 || !source.Text.AsSpan(start).StartsWith(Option, StringComparison.Ordinal)) return null;
        while (end < source.Text.Length && source.Text[end] is ' ' or '\t') end++;
        return new("take the platform off", FixSafety.Safe, Edit.Of(source, start, end - start, ""));
    }
}
