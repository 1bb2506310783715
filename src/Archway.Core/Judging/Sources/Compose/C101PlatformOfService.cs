using Archway.Judging.Sources.Data;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Compose;

/// <summary>A service that runs for one platform on whatever machine: <c>platform: linux/amd64</c>.</summary>
internal sealed class C101PlatformOfService() : DataRule("C101", Severity.Blocker)
{
    // What is merged in is looked for in the whole document.
    private const int MostSearches = 50;

    private static readonly IEqualityComparer<DataMember> ByReference = ReferenceEqualityComparer.Instance;

    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        var searches = 0;
        // What is merged into several services, or repeated by an alias, is written once.
        foreach (var services in WrittenService.Of(document, "platform").Where(service => service.Members.Find("platform") is not null)
            .GroupBy(service => service.Members.Find("platform")!, ByReference))
        {
            var (member, source) = (services.Key, document.Source);
            if (services.Any(service => service.IsNamedForAmd64)
                || Platform.Read(member.Value.Text?.Trim()) is not { Value: { Os: "linux" } constant }) continue;
            if (services.All(service => HasArmSibling(document, service))) continue;
            // What is for yet another architecture is meant so.
            if (context.Lacking(constant) is not { } lacking || !Architectures.LinuxAmd64.CanRun(constant)) continue;
            var edit = (services.First().Own("platform") is not null || searches++ < MostSearches) && HolderOf(document, services.First(), member) is { } holder
                ? DataEdits.Remove(source, holder, member) : null;
            var images = services.Select(service => service.ImageIn(document)?.Image).ToArray();
            yield return Found(source, member.Key.Start, DataText.EndOf(source, member) - member.Key.Start ?? member.Key.Length,
                $"the service runs for {constant} on every machine, and so not for {lacking}",
                edit is null ? null : new("take the platform off", FixSafety.Safe, edit), lacking) with
            {
                Needs = [.. images.OfType<ImageReference>().Distinct()],
                Doubt = services.Any(service => service.Members["build"] is not null)
                    ? "it is built here, and whether that works there is for its Dockerfile to tell"
                    : images.Contains(null) ? "which image it runs cannot be told" : null,
            };
        }
    }

    // Who runs the same image for Arm besides runs both on purpose.
    private static bool HasArmSibling(DataDocument document, WrittenService service) => service.Members["image"]?.Text is { Length: > 0 } image
        && WrittenService.Of(document, "platform").Take(MostSearches).Any(other => other.Members["image"]?.Text == image
            && Platform.Read(other.Members["platform"]?.Text?.Trim()) is { Value: { Os: "linux", Architecture: "arm64" or "arm" } });

    private static DataMapping? HolderOf(DataDocument document, WrittenService service, DataMember member) => service.Own("platform") is not null
        ? service.Members
        : DataWalk.Places(document, document.Root, _ => false).Select(place => place.Node).OfType<DataMapping>()
            .FirstOrDefault(mapping => mapping.Start <= member.Key.Start && mapping.Entries.Contains(member, ByReference));
}
