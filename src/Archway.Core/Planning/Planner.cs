using System.Collections.Immutable;
using System.Globalization;
using Archway.Placing.Images;
using Archway.Placing.Scheduling;
using Archway.Planning.Files;
using Archway.Planning.Machines;
using Archway.Reading;
using Archway.Scanning;

namespace Archway.Planning;

/// <summary>Makes a plan of what a scan found. Pure: nothing is asked, and nothing is written.</summary>
public static class Planner
{
    /// <summary>The plan.</summary>
    /// <param name="scan">What was read, with the pods kept and both architectures asked about.</param>
    /// <param name="options">What it is for.</param>
    /// <param name="table">The machines that there are.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="PlanException">What was asked for cannot be.</exception>
    public static MigrationPlan Make(ScanResult scan, PlanOptions options, MachineTable table, CancellationToken cancellationToken)
    {
        var known = scan.Images.ToDictionary(image => image.Judgement.Facts.Image, image => new ImagePlatforms(image.Judgement), StringComparer.Ordinal);
        var workloads = PlannedWorkloads.In(scan, known, ArmGpus.Of(options, table));
        if (workloads.IsEmpty) throw new PlanException("there is nothing that makes pods or tasks in what was read; name manifests, a live cluster as k8s:, or render charts with --render");
        var choice = StrategyChoice.Of(options.Strategy, workloads);
        var capacity = PlanCapacity.Of(workloads, scan.Nodes, options, table, cancellationToken);
        var groups = NodeGroups.Of(choice.Strategy, capacity, options, table);
        var patches = ManifestPatches.Of(scan, known, choice.Strategy, options, cancellationToken);
        ImmutableArray<PlanFile> files = [.. NodeFiles.Of(new(groups, options)), .. patches.Diff.Length == 0 ? [] : new[] { new PlanFile("patches.diff", patches.Diff, "what is changed in manifests, for git apply") }];
        return new()
        {
            Targets = scan.Targets,
            Options = options,
            Choice = choice,
            Waves = Wave.Of(workloads),
            Groups = groups,
            Capacity = capacity,
            Patches = patches,
            AddOns = AddOn.Of(scan, options.Target),
            MissingDaemons = choice.Strategy == PlanStrategy.Taints ? [.. workloads.Where(one => IsMissing(one, options))] : [],
            Remarks = [.. Remarks(scan, workloads, choice, options)],
            Files = files,
        };
    }

    // What is ready is given its toleration where it is written; a live cluster's objects are written elsewhere.
    private static bool IsMissing(PlannedWorkload workload, PlanOptions options) =>
        workload.IsOfDaemon && (workload.Readiness != Readiness.Ready || workload.IsLive) && workload.Pods!.Class.Pod.IsKeptOffBy(options.Taint);

    private static IEnumerable<string> Remarks(ScanResult scan, ImmutableArray<PlannedWorkload> workloads, StrategyChoice choice, PlanOptions options)
    {
        var isTainted = choice.Strategy == PlanStrategy.Taints;
        foreach (var stray in workloads.Where(one => one.Pods is { Class.Pod: var pod } && (!isTainted || !pod.IsKeptOffBy(options.Taint)) && MayStray(one)))
            yield return $"{stray.Name} may start on Arm machines as it is written{(isTainted ? ", since it tolerates the taint" : "")}: {stray.Because}";
        if (workloads.Any(one => one.IsLive)) yield return "what is read from a live cluster is changed where it is written; archway-server gives pods the same as they are admitted";
        if (options.IsSpot && options.Target == NodeTarget.ClusterAutoscaler)
            yield return "spot machines of groups of your own are taken away with two minutes' notice: install the AWS Node Termination Handler, which drains them; managed groups and Karpenter do so by themselves";
        if (scan.Looked.Unresolved + scan.Looked.Unparsed > 0) yield return string.Create(CultureInfo.InvariantCulture,
            $"not all was told: {scan.Looked.Unresolved} places whose image cannot be told, {scan.Looked.Unparsed} files or parts not read; archway scan lists them");
        if (scan.Occurrences.Count(place => place.Kind is not (OccurrenceKind.KubernetesContainer or OccurrenceKind.EcsContainer)) is > 0 and var others)
            yield return string.Create(CultureInfo.InvariantCulture, $"{others} more places name images outside of pods and tasks, as Dockerfiles, charts and pipelines do; archway scan tells of them");
    }

    // Nothing that is known of its images can be written down for it, and nothing that is written keeps it off.
    private static bool MayStray(PlannedWorkload workload) => (workload.Readiness == Readiness.Unknown || (workload.Readiness != Readiness.Ready && workload.IsLive))
        && !workload.Pods!.Class.Pod.NodeSelector.Keys.Any(ArchitectureLabel.Is)
        && workload.Pods.Class.Pod.RequiredTerms?.All(term => term.Expressions.Any(one => ArchitectureLabel.Is(one.Key))) != true;
}
