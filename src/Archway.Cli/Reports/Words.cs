using System.Globalization;
using Archway.Cli.Reports.Json;
using Archway.Judging;
using Archway.Resolving;

namespace Archway.Cli.Reports;

/// <summary>The words that every report says the same.</summary>
internal static class Words
{
    private const int ReasonsShown = 3;

    internal static string Of<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>Every word that <see cref="Of"/> may say of these.</summary>
    internal static string[] All<T>() where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    internal static string Count(int count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary><c>3.4 MB</c>.</summary>
    internal static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };

    /// <summary>How much the rules about sources say, and how much of it is settled by a command.</summary>
    internal static string InSources(IReadOnlyCollection<FindingJson> findings)
    {
        var (safe, asked) = (findings.Count(finding => finding.Fix is { Safety: FixSafety.Safe }), findings.Count(finding => finding.Fix is { Safety: FixSafety.Ask }));
        return Count(findings.Count, "finding")
            + (safe > 0 ? string.Create(CultureInfo.InvariantCulture, $"; archway fix settles {safe}") : "")
            + (asked > 0 ? string.Create(CultureInfo.InvariantCulture, $"{(safe > 0 ? ", and" : "; archway fix")} --unsafe {(safe > 0 ? "" : "settles ")}{asked}{(safe > 0 ? " more" : "")}") : "");
    }

    /// <summary>What settles a finding: <c>archway fix --unsafe: move to node:22</c>.</summary>
    internal static string Settled(FixJson fix) =>
        $"{(fix.Safety == FixSafety.Safe ? "archway fix" : fix.Safety == FixSafety.Ask ? "archway fix --unsafe" : "by hand")}: {fix.Title}";

    /// <summary><c>all of linux/amd64, linux/arm64</c>.</summary>
    internal static string AllOf(IReadOnlyList<string> platforms) => platforms.Count == 1 ? platforms[0] : $"all of {string.Join(", ", platforms)}";

    /// <summary><c>deploy/cart.yaml:12</c>.</summary>
    internal static string Spot(OccurrenceJson place) => Spot(place.File, place.Line);

    /// <summary>A place; an object of a live cluster has no lines: <c>k8s:prod/shop/Deployment/cart</c>.</summary>
    internal static string Spot(string file, int line) =>
        IsLive(file) ? file : string.Create(CultureInfo.InvariantCulture, $"{(file == "-" ? "standard input" : file)}:{line}");

    /// <summary>Whether what is told of stands in a live cluster, or a registry that was listed.</summary>
    internal static bool IsLive(string file) =>
        file.StartsWith("k8s:", StringComparison.Ordinal) || file.StartsWith("ecs:", StringComparison.Ordinal) || file.StartsWith("ecr:", StringComparison.Ordinal);

    /// <summary>The workload and the container within it.</summary>
    internal static string Use(OccurrenceJson place) =>
        string.Join(" · ", new[]
        {
            // Of what is live the spot says the workload.
            IsLive(place.File) ? null : place.Workload, place.Container == place.Workload ? null : place.Container, place.State,
        }.OfType<string>());

    /// <summary>What stands behind <c>ready</c> where content backs it: <c> (verified)</c>.</summary>
    internal static string Verified(Verification verification) => verification switch
    {
        Verification.Verified => " (verified)",
        Verification.Entrypoint => " (entrypoint verified)",
        Verification.Neutral => " (neutral)",
        _ => "",
    };

    /// <summary>Why an image has its status on a platform, and what to beware of all the same.</summary>
    internal static string Because(TargetJson target) =>
        string.Join("; ", [target.Because, .. target.Caution is { } caution ? [caution] : Array.Empty<string>(), .. Remarks(target)]);

    /// <summary>What else is to be known of an image on a platform, each with its rule: <c>I110: its index has 2 entries …</c>.</summary>
    internal static IEnumerable<string> Remarks(TargetJson target) => (target.Remarks ?? []).Select(remark => $"{remark.Rule}: {remark.Message}");

    /// <summary>Why an image has its status; of several platforms, why on each that it does not run on.</summary>
    internal static IEnumerable<string> ReasonsOf(ScanDocument scan, ImageJson image) => scan.Target.Length == 1 || image.Status == ImageStatus.Ready
        ? [Reason(image.Worst)]
        : image.Targets.Where(target => target.Status != ImageStatus.Ready).Select(target => $"{target.Platform} {Of(target.Status)}: {Reason(target)}");

    /// <summary>Why an image has its status on a platform, and that the catalog says so where it does.</summary>
    internal static string Reason(TargetJson target) => target.Because + (target.Basis == EvidenceSource.Catalog ? " (catalog)" : "");

    /// <summary>How it stands with all images, and with what blocks in the sources, in one sentence: <c>3 images do not run on linux/arm64; 2 could not be told</c>.</summary>
    internal static string Headline(ScanDocument scan)
    {
        var bad = scan.Images.Count(image => image.Status.DoesNotRun());
        var elsewhere = scan.Images.Count(image => image.Status == ImageStatus.Update);
        var blockers = scan.Findings.Count(finding => finding.Severity == Severity.Blocker && Findings.SourceRules.Contains(finding.Rule));
        var suspect = scan.Images.Count(image => image.Status == ImageStatus.Suspect);
        var unknown = scan.Images.Count(image => image.Status == ImageStatus.Unknown) + scan.Looked.Unresolved;
        var platforms = AllOf(scan.Target);
        var told = bad == 0 ? $"No image is known to fail on {platforms}" : $"{Count(bad, "image")} {(bad == 1 ? "does" : "do")} not run on {platforms}";
        if (elsewhere > 0) told += bad == 1 ? ", but at another tag or digest" : $", {elsewhere} of them {(elsewhere == 1 ? "does" : "do")} at another tag or digest";
        if (blockers > 0) told += $"; {Count(blockers, "blocker")} in the sources";
        if (suspect > 0) told += $"; {suspect} {(suspect == 1 ? "is" : "are")} suspect";
        return unknown == 0 ? told : $"{told}; {unknown} could not be told";
    }

    /// <summary>What was looked at, in one sentence.</summary>
    internal static string Looked(LookedJson looked) =>
        $"Looked at {string.Join(" and ", ((string?[])[LookedLive(looked), LookedEcs(looked), LookedEcr(looked), HasLive(looked) && looked.Files == 0 ? null : LookedFiles(looked)]).OfType<string>())}: "
        + $"{Count(looked.References, "reference")} to {Count(looked.Images, "image")}; "
        + $"{looked.Unresolved} unresolved, {looked.Unparsed} unparsed, {looked.Skipped} skipped"
        + (looked.Rendered is { } rendered ? $"; {rendered} rendered, {looked.NotRendered} not." : ".");

    private static bool HasLive(LookedJson looked) => looked.Clusters > 0 || looked.EcsClusters > 0 || looked.EcrRepositories > 0;

    private static string? LookedEcs(LookedJson looked) => looked.EcsClusters is not { } clusters ? null
        : $"{Count(clusters, "ECS cluster")} with {Count(looked.EcsServices ?? 0, "service")}, {Count(looked.EcsTasks ?? 0, "other task")} and {Count(looked.EcsInstances ?? 0, "instance")}";

    private static string? LookedEcr(LookedJson looked) => looked.EcrRepositories is not { } repositories ? null
        : $"{Count(repositories, "ECR repository", "ECR repositories")} with {Count(looked.EcrImages ?? 0, "tagged image")}, {looked.EcrLeftOut ?? 0} of them left out";

    /// <summary>What the instances of ECS clusters are: <c>prod: 3 instances linux/amd64, m5.large, of the capacity provider web</c>.</summary>
    /// <summary>The machines of live clusters, alike ones in a sentence.</summary>
    internal static IEnumerable<string> Machines(ScanDocument scan) => [.. (scan.Clusters ?? []).SelectMany(Nodes), .. (scan.Ecs ?? []).SelectMany(Instances)];

    private static IEnumerable<string> Instances(EcsJson ecs) => ecs.Instances.Select(alike => $"{alike.Cluster}: " + string.Join(", ", new[]
    {
        $"{Count(alike.Count, "instance")} {alike.Platform ?? "of an unknown platform"}", alike.Type, alike.Provider is null ? null : $"of the capacity provider {alike.Provider}",
    }.OfType<string>()));

    private static string LookedFiles(LookedJson looked) => $"{Count(looked.Files, "file")} with {Count(looked.Documents - (looked.Workloads ?? 0), "document")}";

    private static string? LookedLive(LookedJson looked) => looked.Clusters is not { } clusters ? null
        : $"{Count(clusters, "cluster")} with {Count(looked.Nodes ?? 0, "node")}, {Count(looked.Workloads ?? 0, "workload")} and {Count(looked.Pods ?? 0, "pod")}";

    /// <summary>What the nodes of a cluster are: <c>3 nodes linux/amd64, Debian GNU/Linux 12, kernel 6.1.0, containerd://1.7.2</c>.</summary>
    private static IEnumerable<string> Nodes(ClusterJson cluster) => cluster.Nodes.Select(sort => string.Join(", ", new[]
    {
        $"{Count(sort.Count, "node")} {sort.Platform ?? "of an unknown platform"}", sort.Os, sort.Kernel is null ? null : $"kernel {sort.Kernel}", sort.Runtime,
        sort.PageSize is > 4096 ? string.Create(CultureInfo.InvariantCulture, $"pages of {sort.PageSize / 1024} KiB") : null,
    }.OfType<string>()));

    /// <summary>Sources that were not rendered for one reason: <c>12 charts were not rendered: helm is not on the PATH</c>.</summary>
    internal static string NotRendered(IReadOnlyCollection<NotRenderedJson> sources, string problem)
    {
        var charts = sources.Count(source => source.File.EndsWith("Chart.yaml", StringComparison.Ordinal));
        var others = sources.Count - charts;
        var what = (charts, others) switch
        {
            (_, 0) => Count(charts, "chart"),
            (0, _) => Count(others, "kustomization"),
            _ => $"{Count(charts, "chart")} and {Count(others, "kustomization")}",
        };
        return $"{what} {(sources.Count == 1 ? "was" : "were")} not rendered: {problem}";
    }

    /// <summary>What was compared with what, one sentence a target, when only changes count.</summary>
    internal static IEnumerable<string> Compared(ScanDocument scan) => (scan.ChangedSince ?? []).Select(one =>
        $"Only what changed {(scan.Scanned.Length > 1 ? $"in {one.Target} " : "")}since {one.Ref} counts: "
        + $"{Count(one.Files, "file")} changed since commit {Short(one.Commit)}.");

    /// <summary>Which mirrors answered in their registries' places, one sentence each.</summary>
    internal static IEnumerable<string> Mirrored(ScanDocument scan) => scan.Images
        .Where(image => image.Mirror is not null)
        .GroupBy(image => $"{image.Mirror}, a mirror of {image.Image.Split('/')[0]}, answered for", StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => $"{group.Key} {Count(group.Count(), "image")}.");

    /// <summary>How many indexes were not looked behind, and why, in one sentence; none where all were.</summary>
    internal static IEnumerable<string> TakenAtTheirWord(ScanDocument scan)
    {
        var reasons = scan.Images.Select(image => image.TakenAtItsWord).OfType<string>().GroupBy(reason => reason, StringComparer.Ordinal)
            .OrderByDescending(reason => reason.Count()).ThenBy(reason => reason.Key, StringComparer.Ordinal).ToArray();
        var all = reasons.Sum(reason => reason.Count());
        if (all == 0) return [];
        string[] told = [.. reasons.Take(ReasonsShown).Select(reason => reasons.Length == 1 ? reason.Key : $"{reason.Count()} since {reason.Key}")];
        var rest = all - reasons.Take(ReasonsShown).Sum(reason => reason.Count());
        return [$"{Count(all, "index was taken at its word", "indexes were taken at their word")}{(reasons.Length == 1 ? ", since " : ": ")}"
            + $"{string.Join(", ", told)}{(rest > 0 ? $", {rest} for other reasons" : "")}; --verify looks behind."];
    }

    /// <summary>The owners of a place, in one word each.</summary>
    internal static string Owners(OccurrenceJson place) => string.Join(' ', place.Owners ?? []);

    private static string Short(string commit) => commit[..Math.Min(commit.Length, 12)];

    /// <summary>
    /// What the trees' own configurations changed, in one sentence each: <c>D109 off (3 findings), 2 paths excluded; without effect: K108 off</c>.
    /// </summary>
    internal static IEnumerable<(string File, string Changed)> Configured(ScanDocument scan) => (scan.Configuration ?? [])
        .Select(own => (own.File, Changed(own))).Where(own => own.Item2.Length > 0);

    private static string Changed(ConfigurationJson own)
    {
        var paths = own.Exclude.Sum(pattern => pattern.Paths);
        string[] changed =
        [
            .. own.Rules.Where(rule => rule.Findings > 0).Select(rule => $"{rule.Rule} {rule.Severity} ({Count(rule.Findings, "finding")})"),
            .. paths > 0 ? [$"{Count(paths, "path")} excluded"] : Array.Empty<string>(),
            .. own.Builds.Where(build => build.Images > 0).Select(build => $"build {build.Image} ({Count(build.Images, "image")})"),
        ];
        string[] idle =
        [
            .. own.Rules.Where(rule => rule.Findings == 0).Select(rule => $"{rule.Rule} {rule.Severity}"),
            .. own.Exclude.Where(pattern => pattern.Paths == 0).Select(pattern => $"exclude {pattern.Pattern}"),
            .. own.Builds.Where(build => build.Images == 0).Select(build => $"build {build.Image}"),
        ];
        return string.Join("; ", new[] { string.Join(", ", changed), idle.Length == 0 ? "" : $"without effect: {string.Join(", ", idle)}" }
            .Where(part => part.Length > 0));
    }

    /// <summary>What a status means for so many images.</summary>
    internal static string Meaning(ImageStatus status, int count, IReadOnlyList<string> platforms)
    {
        string Form(string one, string many) => count == 1 ? one : many;
        return status switch
        {
            ImageStatus.Broken => $"{Form("says it runs", "say they run")} on {AllOf(platforms)} and {Form("holds", "hold")} something else",
            ImageStatus.Blocked => $"{Form("does", "do")} not run on {AllOf(platforms)}",
            ImageStatus.Missing => $"{Form("is not in its registry", "are not in their registries")}",
            ImageStatus.Unknown => "could not be told",
            ImageStatus.Suspect => $"{Form("says it runs", "say they run")} on {AllOf(platforms)}; what {Form("it holds", "they hold")} puts that in doubt",
            ImageStatus.Update => $"{Form("runs", "run")} on {AllOf(platforms)} at another tag or digest",
            ImageStatus.Rebuild => $"{Form("is", "are")} built from these sources",
            _ => $"{Form("runs", "run")} on {AllOf(platforms)}",
        };
    }
}
