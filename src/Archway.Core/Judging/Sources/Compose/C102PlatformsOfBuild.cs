using Archway.Judging.Sources.Data;
using Archway.Oci.Platforms;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Compose;

/// <summary>A service that is built for amd64 alone: <c>build.platforms: [linux/amd64]</c>.</summary>
internal sealed class C102PlatformsOfBuild() : DataRule("C102", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        // An alias brings one list to several services.
        HashSet<int> seen = [];
        foreach (var service in WrittenService.Of(document, "platforms"))
        {
            if (service.Members["build"]?["platforms"] is not DataSequence { Nodes: not [] } platforms || service.IsNamedForAmd64
                || !seen.Add(platforms.Start)) continue;
            Platform[] built = [.. platforms.Nodes.Select(node => Platform.Read(node.Text?.Trim()).Value).OfType<Platform>()];
            // A variable may be any platform.
            if (built.Length < platforms.Nodes.Length || built.FirstOrDefault(Architectures.LinuxAmd64.CanRun) is not { } amd64) continue;
            Platform[] missing = [.. context.Targets.Where(target => target.Os == "linux" && !built.Any(target.CanRun))];
            if (missing is not [var first, ..]) continue;
            var at = platforms.Nodes[Array.IndexOf(built, amd64)];
            var names = string.Join(" and ", missing.AsEnumerable());
            var edit = DataEdits.Append(document.Source, platforms, missing.Select(platform => platform.ToString()));
            // What is given as amd64 would be built for every platform of the list.
            var isGiven = C105BuildOfAmd64.IsGivenAmd64(service.Members["build"]?["args"]);
            yield return Found(document.Source, at.Start, at.Length, $"the image is built for {string.Join(", ", built.AsEnumerable())}, and not for {names}"
                + (isGiven ? "; first its arguments have to leave the architecture to the builder" : ""),
                edit is null ? null : new($"add {names}", isGiven ? FixSafety.ShowOnly : FixSafety.Ask, edit), first);
        }
    }
}
