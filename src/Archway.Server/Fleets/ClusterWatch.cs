using System.Text.Json;
using Archway.Clusters;
using Archway.Fleets;
using Archway.Pages;
using Archway.Reading.Clusters;

namespace Archway.Server.Fleets;

/// <summary>Follows what runs in the cluster, for as long as the server does: what the cluster refuses is told and tried again, and hinders nothing else.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="census">What is counted.</param>
/// <param name="options">How.</param>
/// <param name="log">Told of troubles.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterWatch(Cluster cluster, PodCensus census, FleetOptions options, Action<string> log, TimeProvider time)
{
    private static readonly ResourceKind[] Controllers = [.. ResourceKind.Workloads.Where(kind => kind.Kind is "ReplicaSet" or "Job")];
    private readonly Follow[] _follows = [.. new[] { ResourceKind.Node }.Concat(Controllers).Append(ResourceKind.Pod).Select(kind => new Follow(kind))];

    /// <summary>What the cluster is called.</summary>
    internal string Name => cluster.Name;

    /// <summary>Whether all pods were told of once.</summary>
    internal bool IsComplete => _follows[^1].State.Since is not null;

    /// <summary>How it stands with the watching, one sentence each.</summary>
    internal IEnumerable<string> Notes()
    {
        var pods = _follows[^1].State;
        yield return pods.Since is { } since ? $"Pods are watched since {FleetWords.Time(since)}."
            : pods.Trouble is null ? $"The pods are being read: {FleetWords.Count(census.Pods, "pod")} so far." : "No pod was read yet.";
        foreach (var follow in _follows.Select(one => one.State))
            if (follow.Trouble is { } trouble)
                yield return $"{(follow.Since is null ? "Not read" : $"Not up to date since {FleetWords.Time(follow.TroubleAt)}")}: {trouble}. It is tried again.";
        if (census.Uncounted > 0) yield return $"{FleetWords.Count(census.Uncounted, "pod is", "pods are")} not counted: there are more than are kept.";
        if (pods.Unread > 0) yield return $"{FleetWords.Count(pods.Unread, "pod")} could not be read.";
    }

    /// <summary>Watches until it is told to end.</summary>
    internal Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(_follows.Select(follow => KeepAsync(follow, cancellationToken)));

    private async Task KeepAsync(Follow follow, CancellationToken cancellationToken)
    {
        var pause = options.FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var told in cluster.FollowAsync(follow.Kind, space: null, cancellationToken))
                {
                    Hear(follow, told);
                    if (told.Kind == ClusterEventKind.Complete) pause = options.FirstPause;
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is ClusterException or InvalidOperationException or IOException or HttpRequestException or OperationCanceledException)
            {
                Trouble(follow, fault is ClusterException ? fault.Message : $"cannot watch {follow.Kind.Plural}: {fault.Message}");
            }

            try
            {
                await Task.Delay(pause, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause;
        }
    }

    private void Trouble(Follow follow, string message)
    {
        var told = VisibleText.Of(message, 600);
        var state = follow.State;
        if (state.Trouble != told) log($"the fleet: {told}");
        follow.State = state with { Trouble = told, TroubleAt = state.Trouble is null ? time.GetUtcNow() : state.TroubleAt };
    }

    private void Hear(Follow follow, ClusterEvent told)
    {
        switch (told.Kind)
        {
            case ClusterEventKind.Restarted:
                follow.Round++;
                follow.State = follow.State with { Unread = 0 };
                break;
            case ClusterEventKind.Complete:
                End(follow);
                follow.State = follow.State with { Since = follow.State.Since ?? time.GetUtcNow(), Trouble = null };
                break;
            default:
                try
                {
                    Note(follow, told.Item, isGone: told.Kind == ClusterEventKind.Gone);
                }
                catch (InvalidOperationException)
                {
                    // Half of a surrogate pair, which only shows when the text is looked at.
                    follow.State = follow.State with { Unread = follow.State.Unread + 1 };
                }

                break;
        }
    }

    private void Note(Follow follow, JsonElement item, bool isGone)
    {
        switch (follow.Kind.Kind)
        {
            case "Pod" when LivePod.Read(item, options.OwnerLabel) is { } pod:
                if (isGone) census.ForgetPod(pod.Id);
                else census.Note(pod, follow.Round);
                break;
            case "Node" when LiveNode.Read(item) is { } node:
                if (isGone) census.ForgetNode(node.Id);
                else census.Note(node, follow.Round);
                break;
            case "ReplicaSet" or "Job" when LiveController.Read(item) is { } made:
                if (isGone) census.ForgetController(made.Id);
                else census.Note(follow.Kind.Kind, made.Id, made.Controller, follow.Round);
                break;
            default:
                follow.State = follow.State with { Unread = follow.State.Unread + 1 };
                break;
        }
    }

    private void End(Follow follow)
    {
        switch (follow.Kind.Kind)
        {
            case "Pod": census.EndPods(follow.Round); break;
            case "Node": census.EndNodes(follow.Round); break;
            default: census.EndControllers(follow.Kind.Kind, follow.Round); break;
        }
    }

    /// <summary>One kind that is followed.</summary>
    private sealed class Follow(ResourceKind kind)
    {
        private volatile FollowState _state = new(null, null, default, 0);

        internal ResourceKind Kind => kind;

        internal int Round { get; set; }

        internal FollowState State
        {
            get => _state;
            set => _state = value;
        }
    }

    /// <summary>How it stands with one kind.</summary>
    /// <param name="Since">Since when all of it was told.</param>
    /// <param name="Trouble">Why it is not up to date; null where it is.</param>
    /// <param name="TroubleAt">Since when.</param>
    /// <param name="Unread">How many objects could not be read.</param>
    private sealed record FollowState(DateTimeOffset? Since, string? Trouble, DateTimeOffset TroubleAt, int Unread);
}
