using Archway.Judging.Sources.Data;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Compose;

/// <summary>A service's image that is named for amd64: <c>amd64/redis:7</c>.</summary>
internal sealed class C103ImageOfAmd64() : DataRule("C103", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context) =>
        context.Lacking(Architectures.LinuxAmd64) is { } lacking
            ? ImageOfAmd64.In(document, place => place.Kind == OccurrenceKind.ComposeImage).Select(found => Found(found, document.Source, lacking))
            : [];
}
