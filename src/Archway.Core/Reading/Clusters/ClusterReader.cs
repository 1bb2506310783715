using System.Collections.Immutable;
using System.Text.Json;
using Archway.Clusters;
using Archway.Oci.Content;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Reading.Clusters;

/// <summary>Reads a live cluster: its nodes, whatever makes pods, running or not, and the pods that show what their makers do not say.</summary>
/// <remarks>What is made by something that is told is not told again. Of the pods nothing is kept but whose they are.</remarks>
/// <param name="cluster">The cluster.</param>
/// <param name="spaces">The namespaces; none for all.</param>
/// <param name="found">Told each thing that is met.</param>
internal sealed class ClusterReader(Cluster cluster, ImmutableArray<string> spaces, Action<ClusterItem> found)
{
    private const string OfPods = "in its pods only";

    private readonly Dictionary<string, LiveOwner> _owners = new(StringComparer.Ordinal);
    // Of what an unknown kind makes sets of pods of, as Argo's Rollouts, the last counts where none runs.
    private readonly Dictionary<LiveOwner, (string Made, LiveObject Object)> _idle = [];
    private readonly List<LiveOwner> _bare = [];
    private readonly List<string> _refused = [];
    private bool _onlyOwn;

    /// <summary>How many pods were seen.</summary>
    internal int Pods { get; private set; }

    /// <summary>Who makes pods whose images are pulled with secrets of their namespace.</summary>
    internal IEnumerable<LiveOwner> WithSecrets => _owners.Values.Concat(_bare).Where(owner => owner.Secrets.Count > 0).Distinct();

    /// <summary>How many workloads were told.</summary>
    internal int Workloads { get; private set; }

    /// <exception cref="ClusterException">Nothing could be read.</exception>
    internal async Task ReadAsync(CancellationToken cancellationToken)
    {
        await ReadAllAsync(ResourceKind.Node, ReadNode, cancellationToken);
        foreach (var kind in ResourceKind.Workloads)
        {
            await ReadAllAsync(kind, item => ReadWorkload(kind, item), cancellationToken);
            foreach (var (owner, (_, last)) in _idle) Tell(last, owner, "scaled to zero", isWritten: false);
            _idle.Clear();
        }

        await ReadAllAsync(ResourceKind.Pod, ReadPod, cancellationToken);
    }

    private async Task ReadAllAsync(ResourceKind kind, Action<JsonElement> read, CancellationToken cancellationToken)
    {
        var wanted = !kind.IsNamespaced ? [null] : _onlyOwn ? [cluster.Namespace] : spaces.IsEmpty ? [null] : spaces.Cast<string?>();
        foreach (var space in wanted.ToArray())
        {
            try
            {
                await foreach (var item in cluster.ListAsync(kind, space, cancellationToken)) read(item);
            }
            catch (ClusterException e) when (e.Fault is ClusterFault.Forbidden && space is null && kind.IsNamespaced && cluster.Namespace is not null)
            {
                // Who may not see all may see what is their own.
                _onlyOwn = true;
                found(new ClusterItem.Unread($"k8s:{cluster.Name}", $"{e.Message}; only the namespace {cluster.Namespace} of the context is read"));
                await ReadAllAsync(kind, read, cancellationToken);
            }
            catch (ClusterException e) when (e.Fault is not (ClusterFault.Configuration or ClusterFault.Unauthorized or ClusterFault.Unreachable) || _owners.Count > 0 || Pods > 0)
            {
                Refuse(kind, space, e);
            }
            catch (InvalidOperationException e)
            {
                // Half of a surrogate pair, which only shows when the text is looked at.
                Refuse(kind, space, new(ClusterFault.Malformed, $"cannot list all {kind.Plural} of {cluster.Name}: one of them holds text that is not Unicode", e));
            }
        }
    }

    private void Refuse(ResourceKind kind, string? space, ClusterException e)
    {
        _refused.Add(e.Message);
        found(new ClusterItem.Unread($"k8s:{cluster.Name}{(space is null ? "" : "/" + space)}/{kind.Plural}", e.Message));
        if (kind == ResourceKind.Pod && _owners.Count == 0 && Pods == 0 && Workloads == 0 && _refused.Count > ResourceKind.Workloads.Length)
            throw new ClusterException(e.Fault, _refused[^1], e);
    }

    private void ReadNode(JsonElement item)
    {
        if (Object(ResourceKind.Node, item, $"k8s:{cluster.Name}/{item.Object("metadata")?.Text("name")}") is { } node) found(new ClusterItem.Node(node));
    }

    private void ReadWorkload(ResourceKind kind, JsonElement item)
    {
        var metadata = item.Object("metadata");
        if (metadata?.Text("uid") is not { } uid || metadata?.Text("name") is not { } name) return;
        var spec = kind.Kind == "CronJob" ? item.Object("spec")?.Object("jobTemplate")?.Object("spec") : item.Object("spec");
        var images = LiveOwner.ImagesOf(spec?.Object("template")?.Object("spec"));
        if (OwnerOf(metadata) is not { } made)
        {
            LiveOwner own = new(kind.Kind, metadata?.Text("namespace") ?? "", name);
            own.Adds(images);
            own.AddSecrets(spec?.Object("template")?.Object("spec"));
            _owners[uid] = own;
            if (Object(kind, item, own.PathIn(cluster.Name)) is { } written) Tell(written, own, LiveStates.Of(kind.Kind, item), isWritten: true);
            return;
        }

        // What makes it says it all, but where it is of no kind that is read.
        _owners[uid] = made.Owner;
        if (made.IsKnown) return;
        if (LiveStates.IsAtZero(item))
        {
            var created = metadata?.Text("creationTimestamp") ?? "";
            if (made.IsNew || _idle.TryGetValue(made.Owner, out var before) && string.CompareOrdinal(before.Made, created) < 0)
                if (Object(kind, item, made.Owner.PathIn(cluster.Name)) is { } idle) _idle[made.Owner] = (created, idle);
            return;
        }

        _idle.Remove(made.Owner);
        if (made.Owner.Adds(images) && Object(kind, item, made.Owner.PathIn(cluster.Name)) is { } other) Tell(other, made.Owner, LiveStates.Of(kind.Kind, item), isWritten: false);
    }

    private void ReadPod(JsonElement item)
    {
        Pods++;
        var metadata = item.Object("metadata");
        var images = LiveOwner.ImagesOf(item.Object("spec"));
        if (OwnerOf(metadata) is not { } made)
        {
            LiveOwner own = new("Pod", metadata?.Text("namespace") ?? "", metadata?.Text("name") ?? "");
            own.Adds(images);
            own.AddSecrets(item.Object("spec"));
            if (own.Secrets.Count > 0) _bare.Add(own);
            if (Object(ResourceKind.Pod, item, own.PathIn(cluster.Name)) is { } bare) Tell(bare, own, LiveStates.Of("Pod", item), isWritten: true);
            return;
        }

        // Those of its service account stand in the pod alone.
        made.Owner.AddSecrets(item.Object("spec"));
        HashSet<string> more = [.. images.Where(image => !made.Owner.Knows(image))];
        if (!made.Owner.Adds(more) || Object(ResourceKind.Pod, item, made.Owner.PathIn(cluster.Name)) is not { } pod) return;
        Tell(pod, made.Owner, LiveStates.Of("Pod", item) ?? (made.IsKnown ? OfPods : null), isWritten: false, made.IsKnown ? more : null);
    }

    private LiveObject? Object(ResourceKind kind, JsonElement item, string path)
    {
        var read = LiveObject.Read(kind, item, path, out var problem);
        if (problem is not null) found(new ClusterItem.Unread(path, problem));
        return read;
    }

    /// <summary>What makes an object, and whether that was told as itself; null where nothing makes it.</summary>
    private (LiveOwner Owner, bool IsKnown, bool IsNew)? OwnerOf(JsonElement? metadata)
    {
        var owner = (metadata?.Items("ownerReferences") ?? []).FirstOrDefault(one => one.Member("controller") is { ValueKind: JsonValueKind.True });
        // The kubelet shows what its node's own files have it run: nobody makes those but who wrote the files.
        if (owner.Text("uid") is not { } uid || owner.Text("kind") is not { } kind || kind == "Node") return null;
        if (_owners.TryGetValue(uid, out var known)) return (known, ResourceKind.Workloads.Any(one => one.Kind == known.Kind), false);
        LiveOwner other = new(kind, metadata?.Text("namespace") ?? "", owner.Text("name") ?? "");
        _owners[uid] = other;
        return (other, false, true);
    }

    private void Tell(LiveObject live, LiveOwner owner, string? state, bool isWritten, HashSet<string>? only = null)
    {
        Workloads++;
        ReadingContext reading = new(live.Source, SourceTree.Nothing);
        new KubernetesFormat().Read(live.Root, reading);
        DataDocument document = new(live.Source, live.Root)
        {
            Format = new KubernetesFormat(),
            Occurrences =
            [
                .. from place in reading.Occurrences
                   where only is null || only.Contains(place.Written)
                   // An object has no lines that anybody wrote.
                   select place with { At = new(live.Source.Path, 1, 1, 0), TagAt = null, DigestAt = null, Workload = owner.Workload, Namespace = owner.Namespace, State = state },
            ],
        };
        found(new ClusterItem.Workload(document, isWritten, state == LiveStates.Finished));
    }
}
