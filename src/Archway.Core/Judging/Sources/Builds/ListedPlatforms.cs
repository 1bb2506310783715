using Archway.Judging.Sources.Data;
using Archway.Judging.Sources.Pipelines;
using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Builds;

/// <summary>The lists of platforms in the files of Skaffold, ko and GoReleaser.</summary>
/// <remarks>
/// <see href="https://skaffold.dev/docs/builders/cross-platform/"/>
/// <see href="https://ko.build/configuration/"/>
/// <see href="https://goreleaser.com/customization/docker/"/>
/// </remarks>
internal static class ListedPlatforms
{
    internal static IEnumerable<AmdOnly> In(DataDocument document, RuleContext context)
    {
        if (document.Format is SkaffoldFile) return InLists(document, SkaffoldLists(document.Root), context);
        if (document.Source.Name is ".ko.yaml" or ".ko.yml") return InLists(document, [document.Root["defaultPlatforms"]], context);
        // What is made for tests, no one else runs.
        return document.Source.Name.Contains("goreleaser", StringComparison.OrdinalIgnoreCase) && document.Root is DataMapping
            && !document.Source.Name.Contains("e2e", StringComparison.Ordinal) && !document.Source.Name.Contains("test", StringComparison.Ordinal)
            ? InLists(document, GoReleaserLists(document.Root), context).Concat(Dockers(document, context))
            : [];
    }

    // A profile is chosen, and may be so for one platform.
    private static IEnumerable<DataNode?> SkaffoldLists(DataNode root) =>
        (root["build"]?["artifacts"]?.Items ?? []).Select(artifact => artifact["platforms"]).Prepend(root["build"]?["platforms"]);

    private static IEnumerable<DataNode?> GoReleaserLists(DataNode root) =>
        (root["kos"]?.Items ?? []).Concat(root["dockers_v2"]?.Items ?? []).Select(image => image["platforms"]);

    private static IEnumerable<AmdOnly> InLists(DataDocument document, IEnumerable<DataNode?> lists, RuleContext context)
    {
        foreach (var list in lists.OfType<DataSequence>())
        {
            if (list.Nodes is not [DataScalar first, ..] || list.Nodes.Any(item => item is not DataScalar)) continue;
            // What is written amd64 alone is of Linux, as images are.
            string[] names = [.. list.Nodes.Select(item => item.Text!.Contains('/', StringComparison.Ordinal) ? item.Text! : $"linux/{item.Text}")];
            if (AmdOnly.Of(AmdOnly.Read(document.Source, first.Start, first.Length, names), context) is not { } found) continue;
            yield return found with
            {
                Add = DataEdits.Append(document.Source, list, AmdOnly.MissingIn(context).Select(platform => platform.ToString())),
            };
        }
    }

    /// <summary>The images of GoReleaser that are each of one architecture, which is amd64 unless it is said: none where one is of Arm.</summary>
    private static IEnumerable<AmdOnly> Dockers(DataDocument document, RuleContext context)
    {
        if (document.Root["dockers"] is not DataSequence { Nodes: [DataMapping, ..] dockers } all || AmdOnly.MissingIn(context) is not [var missing, ..] lacking) yield break;
        var text = document.Source.Text.AsSpan(all.Start, Math.Min(all.Length, document.Source.Text.Length - all.Start));
        if (ArmWords.IsIn(text) || text.Contains("{{ .Env", StringComparison.Ordinal)) yield break;
        var names = string.Join(" and ", lacking.AsEnumerable());
        foreach (var docker in dockers.OfType<DataMapping>())
        {
            // What is skipped, or of another system, is published by nobody, or for nobody here.
            if (docker["skip_push"]?.Text is "true" || docker["goos"]?.Text is not (null or "linux") || docker["goarch"]?.Text is not (null or Architectures.Amd64)) continue;
            var place = docker.Find("goarch") is { } written && written.Key.Start >= docker.Start ? written.Value : docker.Entries[0].Key;
            yield return new(place.Start, place.Length, names, missing)
            {
                Message = "the image is made of the program for amd64 alone: add one with goarch: arm64, and a docker_manifest of both",
            };
        }
    }
}
