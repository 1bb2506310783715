using Archway.Judging.Sources.Data;
using Archway.Oci.Platforms;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Compose;

/// <summary>A service that runs for one platform on whatever machine: <c>platform: linux/amd64</c>.</summary>
internal sealed class C101PlatformOfService() : DataRule("C101", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        foreach (var service in WrittenService.Of(document, "platform"))
        {
            if (service.Own("platform") is not { Value: DataScalar written } member || service.IsNamedForAmd64) continue;
            if (Platform.Read(written.Value.Trim()) is not { Value: { Os: "linux" } constant } || context.Lacking(constant) is not { } lacking) continue;
            // What is for yet another architecture is meant so.
            if (!Architectures.LinuxAmd64.CanRun(constant)) continue;
            var image = service.ImageIn(document);
            yield return Found(document.Source, member.Key.Start, DataText.EndOf(document.Source, member) - member.Key.Start ?? member.Key.Length,
                $"the service runs for {constant} on every machine, and so not for {lacking}",
                DataEdits.Remove(document.Source, service.Members, member) is { } edit ? new("take the platform off", FixSafety.Safe, edit) : null, lacking) with
            {
                Needs = image?.Image is { } reference ? [reference] : [],
                Doubt = service.Members["build"] is not null ? "it is built here, and whether that works there is for its Dockerfile to tell"
                    : image?.Image is null ? "which image it runs cannot be told" : null,
            };
        }
    }
}
