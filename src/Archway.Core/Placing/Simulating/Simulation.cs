using System.Collections.Immutable;
using Archway.Placing.Images;
using Archway.Placing.Scheduling;

namespace Archway.Placing.Simulating;

/// <summary>Where pods would land on nodes, and which of them would crash there.</summary>
/// <remarks>Pure: nothing is asked. Held are the pods' classes and, of each pod, where it landed.</remarks>
public sealed class Simulation
{
    /// <summary>How many pods are let land at most.</summary>
    public const int MostPods = 5_000_000;

    private readonly NodeKinds _kinds;
    private readonly Dictionary<PodClass, ClassFit> _fits = [];

    private Simulation(NodeKinds kinds) => _kinds = kinds;

    /// <summary>The nodes.</summary>
    public ImmutableArray<Node> Nodes => _kinds.Nodes;

    /// <summary>The pods, in the order in which they landed.</summary>
    public IReadOnlyList<SimulatedPod> Pods { get; private init; } = [];

    /// <summary>Lets all pods land: first those that are bound already, then the others in their order.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="groups">The workloads.</param>
    /// <param name="known">What is known of their images, by name.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Simulation Run(
        ImmutableArray<Node> nodes, ImmutableArray<PodGroup> groups, IReadOnlyDictionary<string, ImagePlatforms> known, CancellationToken cancellationToken)
    {
        var classes = groups.Select(group => group.Class).Distinct().ToArray();
        var kinds = NodeKinds.Among(nodes, classes);
        NodeState state = new(nodes, classes);
        SpreadCounts spreads = new(groups, kinds);
        Landing landing = new(kinds, state, spreads);
        List<SimulatedPod> pods = [];
        Simulation simulation = new(kinds) { Pods = pods };
        foreach (var group in groups.OrderBy(group => group.Class.Pod.NodeName is null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fit = simulation._fits.TryGetValue(group.Class, out var made) ? made : simulation._fits[group.Class] = new(group.Class, kinds, known);
            if (fit.IsRejected)
            {
                pods.Add(new(group, 0, null, null, null));
                continue;
            }

            var asked = state.Of(group.Class);
            var counting = spreads.Counting(group);
            var count = group.IsOfDaemon ? nodes.Length : group.Count;
            for (var i = 0; i < count && pods.Count < MostPods; i++)
            {
                if (group.IsOfDaemon && !fit.Accepts(i)) continue;
                var (node, waits) = landing.Land(group, fit, asked, group.IsOfDaemon ? i : null);
                if (node is { } landed)
                    foreach (var one in counting) one.Add(landed);
                pods.Add(new(group, i, node, group.IsOfDaemon ? i : null, waits));
                if (i % 1000 == 0) cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return simulation;
    }

    /// <summary>Why the scheduler refuses a pod on a node, whatever else stands there; null where it takes it.</summary>
    public string? WhyNot(SimulatedPod pod, int node) => pod.OnlyNode is { } only && only != node ? "the pod is for another node" : _fits[pod.Group.Class].WhyNot(node);

    /// <summary>Whether a node runs all images of a pod.</summary>
    public Verdict VerdictOn(SimulatedPod pod, int node) => _fits[pod.Group.Class].VerdictOn(node);

    /// <summary>How bad it is, the worst first.</summary>
    public PodOutcome OutcomeOf(SimulatedPod pod)
    {
        if (_fits[pod.Group.Class].IsRejected) return PodOutcome.Rejected;
        if (pod.Node is { } node)
        {
            var verdict = VerdictOn(pod, node);
            if (verdict is Verdict.CannotRun) return PodOutcome.Crashes;
            if (pod.OnlyNode is null && _fits[pod.Group.Class].MayCrash) return PodOutcome.MayCrash;
            return verdict is Verdict.Unknown ? PodOutcome.Unknown : PodOutcome.Runs;
        }

        return pod.OnlyNode is null && _fits[pod.Group.Class].MayCrash ? PodOutcome.MayCrash : PodOutcome.Waits;
    }
}
