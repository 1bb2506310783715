using Archway.Placing.Images;
using Archway.Placing.Scheduling;

namespace Archway.Placing.Simulating;

/// <summary>Where the pods of one class may stand, and where they run.</summary>
internal sealed class ClassFit
{
    private readonly PodClass _class;
    private readonly NodeKinds _kinds;
    private readonly IReadOnlyDictionary<string, ImagePlatforms> _known;
    private readonly string?[]? _refusals;
    private readonly Verdict?[] _verdicts;
    private readonly int[]? _affinity;
    private readonly int[]? _disliked;
    private bool? _mayCrash;

    internal ClassFit(PodClass of, NodeKinds kinds, IReadOnlyDictionary<string, ImagePlatforms> known)
    {
        (_class, _kinds, _known, _verdicts) = (of, kinds, known, new Verdict?[kinds.Count]);
        if (IsRejected) return;
        _affinity = new int[kinds.Count];
        _disliked = new int[kinds.Count];
        // What asks for names is held against each node when that is asked for.
        if (!of.Pod.AsksForNames) _refusals = new string?[kinds.Count];
        for (var kind = 0; kind < kinds.Count; kind++)
        {
            if (_refusals is not null) _refusals[kind] = Scheduler.WhyNot(of.Pod, kinds[kind]);
            _affinity[kind] = of.Pod.Preferences.Where(one => one.Term.Fields.IsEmpty && one.Term.Matches(kinds[kind])).Sum(one => one.Weight);
            _disliked[kind] = kinds[kind].Taints.Count(taint => taint.Effect == "PreferNoSchedule" && of.Pod.IsKeptOffBy(taint));
        }
    }

    /// <summary>The nodes that the pod would rather have, the most wanted first.</summary>
    internal IEnumerable<NodePreference> Wishes => _class.Pod.Preferences.OrderByDescending(one => one.Weight);

    internal bool IsRejected => !_class.Refusals.IsEmpty;

    /// <summary>Whether the scheduler has preferences to weigh that it cannot read: it then places the pod only where there is nothing to weigh.</summary>
    internal bool HasUnreadablePreference => _class.Pod.Preferences.Any(one => one is { Weight: > 0, Term: { IsEmpty: false, IsReadable: false } });

    /// <summary>Why the scheduler refuses a node; null where it takes it.</summary>
    internal string? WhyNot(int node) => _refusals is { } all ? all[_kinds.Of[node]] : Scheduler.WhyNot(_class.Pod, _kinds.Nodes[node]);

    internal bool Accepts(int node) => _refusals is { } all ? all[_kinds.Of[node]] is null
        : _class.NamedNodes?.Contains(_kinds.Nodes[node].Name) != false && WhyNot(node) is null;

    /// <summary>Whether the node runs all images.</summary>
    internal Verdict VerdictOn(int node) => _verdicts[_kinds.Of[node]] ??= VerdictOn(_kinds[_kinds.Of[node]]);

    /// <summary>Whether the scheduler takes a node that cannot run one of the images.</summary>
    internal bool MayCrash => _mayCrash ??= Enumerable.Range(0, _kinds.Nodes.Length).Any(node => VerdictOn(node) is Verdict.CannotRun && Accepts(node));

    /// <summary>How much the pod's preferences favour a node.</summary>
    internal int AffinityTo(int node) => _affinity![_kinds.Of[node]]
        + _class.Pod.Preferences.Where(one => !one.Term.Fields.IsEmpty && one.Term.Matches(_kinds.Nodes[node])).Sum(one => one.Weight);

    /// <summary>How many taints of a node would rather not have the pod.</summary>
    internal int DislikedBy(int node) => _disliked![_kinds.Of[node]];

    private Verdict VerdictOn(Node node)
    {
        if (_class.Pod.IsForAnotherSystemThan(node)) return new Verdict.CannotRun($"the pod says that its operating system is {_class.Pod.Os}, and the node has {node.Platform!.Os}");
        Verdict all = new Verdict.Runs();
        foreach (var image in _class.Images)
            if (!image.IsVolume) all &= VerdictOn(image, node);
        return all;
    }

    private Verdict VerdictOn(PodImage image, Node node)
    {
        if (image.Image is null) return new Verdict.Unknown($"'{image.Written}' of {image.Container}: {image.Reason}");
        if (node.Platform is not { } machine) return new Verdict.Unknown("the node does not say which architecture it has");
        return _known.TryGetValue(image.Name, out var platforms) ? platforms.On(machine) : new Verdict.Unknown($"{image.Name} was not asked for");
    }
}
