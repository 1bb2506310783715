using System.Collections.Immutable;
using Archway.Reading.Clusters;

namespace Archway.Server.Fleets;

/// <summary>What runs in the cluster, as far as it was told: of each pod no more than what counts it, and what pods have in common once.</summary>
internal sealed class PodCensus
{
    private const int MostPods = 250_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Counted> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<MakerKey, Maker> _makers = [];
    private readonly HashSet<string> _nodeNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Seen<LiveNode>> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Seen<Made>> _controllers = new(StringComparer.Ordinal);

    /// <summary>How many pods were not counted, for there are too many.</summary>
    internal int Uncounted { get; private set; }

    /// <summary>How many pods are counted.</summary>
    internal int Pods
    {
        get
        {
            lock (_lock) return _pods.Count;
        }
    }

    /// <summary>Notes a pod as it is now.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="round">Which telling from the beginning it belongs to.</param>
    internal void Note(LivePod pod, int round)
    {
        lock (_lock)
        {
            Drop(pod.Id);
            if (pod.HasEnded) return;
            if (_pods.Count >= MostPods)
            {
                Uncounted++;
                return;
            }

            // A node and what makes the pods are named by thousands of them.
            MakerKey key = pod.Controller is { } made ? new(pod.Namespace, made.Kind, made.Name, made.Id) : new(pod.Namespace, "Pod", pod.Name, null);
            if (!_makers.TryGetValue(key, out var maker)) _makers[key] = maker = new(key);
            _pods[pod.Id] = new(maker, maker.Enter(pod, NameOf(pod.Node ?? "")), round);
        }
    }

    /// <summary>Notes that a pod is gone.</summary>
    internal void ForgetPod(string id)
    {
        lock (_lock)
        {
            Drop(id);
        }
    }

    /// <summary>Forgets every pod that was not told of in this round: what is gone unseen.</summary>
    internal void EndPods(int round)
    {
        lock (_lock)
        {
            foreach (var (id, pod) in _pods) if (pod.Round != round) Drop(id);
            _nodeNames.Clear();
            Uncounted = 0;
        }
    }

    internal void Note(LiveNode node, int round) => Put(_nodes, node.Id, new(node, round));

    internal void ForgetNode(string id) => Remove(_nodes, id);

    internal void EndNodes(int round) => End(_nodes, round, _ => true);

    /// <summary>Notes what made something that makes pods.</summary>
    internal void Note(string kind, string id, LiveController? controller, int round) => Put(_controllers, id, new(new(kind, controller), round));

    internal void ForgetController(string id) => Remove(_controllers, id);

    internal void EndControllers(string kind, int round) => End(_controllers, round, made => made.Kind == kind);

    /// <summary>What makes pods, and which images they run where.</summary>
    internal IReadOnlyList<RunningWorkload> Workloads()
    {
        lock (_lock)
        {
            var architectures = _nodes.Values.GroupBy(node => node.Value.Name, StringComparer.Ordinal).ToDictionary(node => node.Key, node => node.First().Value.Architecture, StringComparer.Ordinal);
            return
            [
                .. _makers.Values.GroupBy(maker => (maker.Key.Space, Top: TopOf(maker.Key))).Select(same => new RunningWorkload(
                    same.Key.Space, same.Key.Top.Kind, same.Key.Top.Name,
                    [.. same.SelectMany(maker => maker.Shapes).DistinctBy(shape => shape.Key)],
                    same.SelectMany(maker => maker.Nodes).GroupBy(node => Where(node.Key), StringComparer.Ordinal)
                        .ToImmutableSortedDictionary(node => node.Key, node => node.Sum(one => one.Value), StringComparer.Ordinal))),
            ];

            string Where(string node) => node.Length == 0 ? "no node yet" : architectures.GetValueOrDefault(node) ?? "unknown";
        }
    }

    // A Deployment makes ReplicaSets, a CronJob Jobs.
    private (string Kind, string Name) TopOf(MakerKey maker) =>
        maker.Id is { } id && _controllers.TryGetValue(id, out var above) && above.Value.Controller is { } top ? (top.Kind, top.Name) : (maker.Kind, maker.Name);

    // Thousands of pods name one node, each in a string of its own.
    private string NameOf(string node)
    {
        if (_nodeNames.TryGetValue(node, out var known)) return known;
        if (_nodeNames.Count < MostPods) _nodeNames.Add(node);
        return node;
    }

    private void Drop(string id)
    {
        if (!_pods.Remove(id, out var pod)) return;
        if (pod.Maker.Leave(pod.Place)) _makers.Remove(pod.Maker.Key);
    }

    private void Put<T>(Dictionary<string, Seen<T>> all, string id, Seen<T> one)
    {
        lock (_lock)
        {
            if (all.Count < MostPods) all[id] = one;
        }
    }

    private void Remove<T>(Dictionary<string, Seen<T>> all, string id)
    {
        lock (_lock)
        {
            all.Remove(id);
        }
    }

    private void End<T>(Dictionary<string, Seen<T>> all, int round, Func<T, bool> isOfIt)
    {
        lock (_lock)
        {
            foreach (var (id, one) in all) if (one.Round != round && isOfIt(one.Value)) all.Remove(id);
        }
    }

    private readonly record struct Counted(Maker Maker, (Shape Shape, string Node) Place, int Round);

    private readonly record struct Seen<T>(T Value, int Round);

    private readonly record struct MakerKey(string Space, string Kind, string Name, string? Id);

    private sealed record Made(string Kind, LiveController? Controller);

    /// <summary>What makes pods, by itself.</summary>
    private sealed class Maker(MakerKey key)
    {
        private readonly Dictionary<string, Shape> _shapes = new(StringComparer.Ordinal);

        internal MakerKey Key => key;

        internal IEnumerable<Shape> Shapes => _shapes.Values;

        internal Dictionary<string, int> Nodes { get; } = new(StringComparer.Ordinal);

        internal (Shape Shape, string Node) Enter(LivePod pod, string node)
        {
            var like = string.Join('\n', pod.Images.Select(image => $"{(image.IsPulledAlways ? "!" : "")}{image.Written}").Concat(pod.Secrets.Select(secret => $"?{secret}")).Append($"@{pod.Owner}"));
            if (!_shapes.TryGetValue(like, out var shape)) _shapes[like] = shape = new(like, pod.Images, pod.Secrets, pod.Owner);
            shape.Pods++;
            Nodes[node] = Nodes.GetValueOrDefault(node) + 1;
            return (shape, node);
        }

        /// <summary>Counts a pod no more; tells whether it was the last.</summary>
        internal bool Leave((Shape Shape, string Node) place)
        {
            if (--place.Shape.Pods == 0) _shapes.Remove(place.Shape.Key);
            if (--Nodes[place.Node] == 0) Nodes.Remove(place.Node);
            return _shapes.Count == 0;
        }
    }

    /// <summary>What pods of one maker have in common.</summary>
    internal sealed class Shape(string key, ImmutableArray<LiveImage> images, ImmutableArray<string> secrets, string? owner)
    {
        internal string Key => key;

        internal ImmutableArray<LiveImage> Images => images;

        internal ImmutableArray<string> Secrets => secrets;

        internal string? Owner => owner;

        internal int Pods { get; set; }
    }
}

/// <summary>A workload as it runs now.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Shapes">The sorts of pods that it has.</param>
/// <param name="Pods">How many of them run on nodes of each architecture.</param>
internal sealed record RunningWorkload(string Namespace, string Kind, string Name, ImmutableArray<PodCensus.Shape> Shapes, IReadOnlyDictionary<string, int> Pods);
