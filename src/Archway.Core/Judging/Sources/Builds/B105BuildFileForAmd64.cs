using Archway.Judging.Sources.Pipelines;
using Archway.Reading;
using Archway.Reading.Builds;
using Archway.Reading.Data;
using Archway.Reading.Hcl;

namespace Archway.Judging.Sources.Builds;

/// <summary>A build file that makes images for amd64 alone: those of bake, Skaffold, ko, GoReleaser, Jib and Earthly, scripts and Makefiles.</summary>
internal sealed class B105BuildFileForAmd64() : BuildRule("B105", Severity.Blocker)
{
    internal override IEnumerable<SourceFinding> Check(SourceDocument document, RuleContext context)
    {
        if (Throwaway.IsFile(document.Source.Path)) yield break;
        foreach (var place in In(document, context))
            yield return Found(document.Source, place.Start, place.Length, place.Message ?? $"the image is built for linux/amd64, and not for {place.Missing}",
                place.Add is { } edit ? new($"add {place.Missing}", FixSafety.Ask, edit) : null, place.First);
    }

    private static IEnumerable<AmdOnly> In(SourceDocument document, RuleContext context) => document switch
    {
        HclDocument bake => BakePlatforms.In(bake, context),
        DataDocument data => ListedPlatforms.In(data, context),
        BuildsDocument { Source.Name: "Earthfile" } earthfile => EarthlyPlatforms.In(earthfile, context),
        BuildsDocument script => ScriptPlatforms.In(script, context),
        JibDocument jib => JibPlatforms.In(jib, context),
        _ => [],
    };
}
