using System.Collections.Immutable;
using Archway.Cli.Reports.Gpu;
using Archway.Judging;
using Archway.Oci.References;
using Archway.Resolving;
using Archway.Scanning;

namespace Archway.Cli.Reports.Json;

/// <summary>Makes the document of what was found.</summary>
internal static class ScanDocuments
{
    internal static ScanDocument Of(ScanResult scan) => new(
        ScanDocument.CurrentVersion,
        new("archway", ProgramVersion.Text),
        [.. scan.Platforms.Select(platform => platform.ToString())],
        scan.Targets,
        new(scan.Looked.Files, scan.Looked.Documents, scan.Looked.References, scan.Looked.Images, scan.Looked.Unresolved, scan.Looked.Skipped,
            scan.Looked.Unparsed, scan.Looked.Rendered, scan.Looked.Rendered is null ? null : scan.NotRendered.Length, Live(scan, _ => 1), Live(scan, one => one.Nodes),
            Live(scan, one => one.Workloads), Live(scan, one => one.Pods))
        {
            EcsClusters = OfEcs(scan, one => one.Clusters.Length),
            EcsServices = OfEcs(scan, one => one.Services),
            EcsTasks = OfEcs(scan, one => one.Tasks),
            EcsInstances = OfEcs(scan, one => one.Instances.Length),
            EcrRepositories = OfEcr(scan, one => one.Repositories),
            EcrImages = OfEcr(scan, one => one.Images),
            EcrLeftOut = OfEcr(scan, one => one.LeftOut),
        },
        [.. scan.Occurrences.Select(o => new OccurrenceJson(
            o.At.File, o.At.Line, o.At.Column, WrittenLogin.Hide(o.Written), o.Image?.ToString(), o.Reason, o.Kind, o.Workload, o.Container, o.Platform,
            o.Owners.IsEmpty ? null : o.Owners, o.Namespace, o.State))],
        [.. scan.Images.Select(image => Of(image.Judgement, image.UsedAt.Length))],
        [.. scan.Findings.Select(FindingJson.Of)],
        [.. scan.Unparsed.Select(file => new UnparsedJson(file.File, file.Line, file.Problem))],
        Summary(scan),
        [.. scan.Configurations.Select(own => new ConfigurationJson(
            own.File,
            [.. own.Rules.Select(rule => new ConfiguredRuleJson(rule.Setting.Rule, rule.Setting.Word, rule.Findings))],
            [.. own.Exclude.Select(pattern => new ExcludedJson(pattern.Pattern, pattern.Paths))],
            [.. own.Builds.Select(build => new ConfiguredBuildJson(build.Image, build.Images))]))],
        scan.Comparisons.IsEmpty ? null : [.. scan.Comparisons.Select(one => new ComparisonJson(one.Target, one.Ref, one.Commit, one.Files))],
        scan.Looked.Rendered is null ? null : [.. scan.NotRendered.Select(one => new NotRenderedJson(one.File, one.Problem))],
        scan.Suppressed.IsEmpty ? null : [.. scan.Suppressed.Select(FindingJson.Of)],
        scan.Clusters.IsEmpty ? null : [.. scan.Clusters.Select(cluster => new ClusterJson(cluster.Name,
            [.. cluster.Sorts.Select(sort => new NodeSortJson(sort.Count, sort.Platform?.ToString(), sort.Os, sort.Kernel, sort.Runtime, sort.PageSize))]))],
        scan.Ecs.IsEmpty ? null : [.. scan.Ecs.Select(look => new EcsJson(look.Region, look.Clusters, [.. Alike(look)]))]);

    private static IEnumerable<EcsInstancesJson> Alike(EcsLook look) => look.Instances
        .GroupBy(one => (one.Cluster, Platform: one.Platform?.ToString(), one.Type, one.Provider))
        .Select(alike => new EcsInstancesJson(alike.Count(), alike.Key.Cluster, alike.Key.Platform, alike.Key.Type, alike.Key.Provider))
        .OrderBy(one => one.Cluster, StringComparer.Ordinal).ThenByDescending(one => one.Count).ThenBy(one => one.Platform, StringComparer.Ordinal).ThenBy(one => one.Type, StringComparer.Ordinal);

    private static int? OfEcs(ScanResult scan, Func<EcsLook, int> count) => scan.Ecs.IsEmpty ? null : scan.Ecs.Sum(count);

    private static int? OfEcr(ScanResult scan, Func<EcrLook, int> count) => scan.Registries.IsEmpty ? null : scan.Registries.Sum(count);

    private static int? Live(ScanResult scan, Func<ClusterLook, int> count) => scan.Clusters.IsEmpty ? null : scan.Clusters.Sum(count);

    /// <summary>One image in depth.</summary>
    internal static ImageJson InDepth(ImageJudgement image) => Of(image, usedAt: 0) with { Entries = Entries(image), Gpu = GpuImageJson.Of(image) };

    private static ImageJson Of(ImageJudgement image, int usedAt) => new(
        image.Facts.Image,
        image.Worst.Status,
        [.. image.Targets.Select(target => new TargetJson(
            target.Platform.ToString(), target.Status, target.Because, target.Verification, BasisOf(image, target), target.Caution,
            target.Remarks.IsEmpty ? null : [.. target.Remarks.Select(remark => new RemarkJson(remark.Rule, remark.Message))],
            ContentJson.Of(target), NearJson.Of(target.Near)))],
        [.. image.Facts.Platforms.Where(entry => entry.IsDeclared).Select(entry => entry.Platform.ToString()).Distinct()],
        image.Facts.Digest?.ToString(),
        image.Facts.MediaType,
        image.Worst.Because,
        image.Advice,
        [.. image.Evidence.Select(evidence => new EvidenceJson(evidence.Source, evidence.Detail))],
        usedAt,
        Mirror: image.Facts.Mirror,
        TakenAtItsWord: image.Facts.TakenAtItsWord);

    private static EvidenceSource? BasisOf(ImageJudgement image, TargetJudgement target) => target switch
    {
        { IsFromCatalog: true } => EvidenceSource.Catalog,
        { Status: ImageStatus.Rebuild } => EvidenceSource.Sources,
        { Content: not null } => EvidenceSource.Content,
        _ => image.Facts.Evidence is [var asked, ..] ? asked.Source : null,
    };

    private static ImmutableArray<EntryJson> Entries(ImageJudgement image) =>
    [
        .. image.Facts.Platforms.Select(entry => new EntryJson(
            entry.Platform.ToString(), entry.IsDeclared, entry.Manifest.Digest.ToString(), entry.Manifest.MediaType, entry.Manifest.Size, entry.LayerBytes,
            entry.Config is not { } config
                ? null
                : new(config.Platform?.ToString(), config.Platform?.OsVersion, config.Created, config.User, config.WorkingFolder,
                    config.Entrypoint, config.Command, config.DiffIds.Length),
            entry.Problem)),
    ];

    // Every status is there, so that a reader need not tell absent from none; by name, so that equal scans give equal bytes.
    private static Dictionary<string, int> Summary(ScanResult scan)
    {
        var found = scan.Images.Select(image => Words.Of(image.Judgement.Worst.Status)).ToArray();
        return Words.All<ImageStatus>().Order(StringComparer.Ordinal)
            .ToDictionary(word => word, word => found.Count(status => status == word), StringComparer.Ordinal);
    }
}
