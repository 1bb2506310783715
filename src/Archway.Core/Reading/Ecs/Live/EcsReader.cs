using System.Collections.Concurrent;
using System.Text.Json;
using Archway.Aws;
using Archway.Oci.Content;

namespace Archway.Reading.Ecs.Live;

/// <summary>Reads Amazon ECS in a region: services, tasks without one, their definitions, and the capacity that they run on.</summary>
/// <remarks>Nothing is kept of what is listed but what is told; what may not be read is told, and the rest is read.</remarks>
/// <param name="api">Amazon ECS.</param>
/// <param name="found">Told each thing that is met, one at a time.</param>
internal sealed class EcsReader(AwsApi api, Action<EcsItem> found)
{
    private const int ServicesAtOnce = 10;
    private const int OthersAtOnce = 100;
    private const int PageSize = 100;
    private const int AskedAtOnce = 8;
    private const string Lone = "without a service";

    private readonly List<EcsWorkload> _workloads = [];
    private readonly List<AwsException> _refused = [];
    private bool _succeeded;
    private bool _ended;

    /// <summary>The names of the clusters that were read.</summary>
    internal List<string> Clusters { get; } = [];

    /// <summary>How many services were seen.</summary>
    internal int Services { get; private set; }

    /// <summary>How many running tasks were seen that no service made.</summary>
    internal int Tasks { get; private set; }

    /// <summary>Reads a cluster, or all of the region.</summary>
    /// <exception cref="AwsException">Nothing could be read.</exception>
    internal async Task ReadAsync(string? cluster, CancellationToken cancellationToken)
    {
        if (cluster is not null) Clusters.Add(cluster);
        else await foreach (var arn in api.ListAsync("ListClusters", "clusterArns", "list the clusters", json => json.WriteNumber("maxResults", PageSize), cancellationToken))
            if (EcsInstance.NameIn(arn.Text()) is { Length: > 0 } name) Clusters.Add(name);
        if (Clusters.Count == 0)
            throw new AwsException(AwsFault.Absent, $"there is no cluster of Amazon ECS in {api.Region}; for another region write ecs:REGION/, or set AWS_REGION");
        Clusters.Sort(StringComparer.Ordinal);
        foreach (var name in Clusters) await ReadClusterAsync(name, cancellationToken);
        var providers = _workloads.SelectMany(workload => workload.Providers).Where(name => name is not ("FARGATE" or "FARGATE_SPOT")).ToHashSet(StringComparer.Ordinal);
        if (providers.Count > 0) await TryAsync($"ecs:{api.Region}", () => ReadProvidersAsync(providers, cancellationToken));
        if (!_ended) await ReadDefinitionsAsync(cancellationToken);
        if (!_succeeded && _refused.Count > 0) throw _refused[0];
    }

    private async Task ReadClusterAsync(string cluster, CancellationToken cancellationToken)
    {
        var path = $"ecs:{api.Region}/{cluster}";
        await TryAsync(path, () => ReadServicesAsync(cluster, cancellationToken));
        await TryAsync(path, () => ReadInstancesAsync(cluster, cancellationToken));
        await TryAsync(path, () => ReadTasksAsync(cluster, cancellationToken));
    }

    private Task ReadServicesAsync(string cluster, CancellationToken cancellationToken) => DescribeAsync(
        new("ListServices", "serviceArns", "DescribeServices", "services", "services", ServicesAtOnce), cluster, service =>
        {
            if (service.Text("status") != "INACTIVE") Services++;
            _workloads.AddRange(EcsServices.Of(api.Region, cluster, service));
        }, cancellationToken);

    private Task ReadInstancesAsync(string cluster, CancellationToken cancellationToken) => DescribeAsync(
        new("ListContainerInstances", "containerInstanceArns", "DescribeContainerInstances", "containerInstances", "container instances", OthersAtOnce), cluster,
        instance => found(new EcsItem.Instance(EcsInstance.Of(cluster, instance))), cancellationToken);

    private async Task ReadTasksAsync(string cluster, CancellationToken cancellationToken)
    {
        Dictionary<(string, string?, string?), EcsWorkload> lone = [];
        await DescribeAsync(new("ListTasks", "taskArns", "DescribeTasks", "tasks", "tasks", OthersAtOnce), cluster, task =>
        {
            if (EcsServices.Of(api.Region, cluster, task, Lone) is not { } one) return;
            Tasks++;
            var alike = (one.Definition, one.LaunchType, one.Providers.FirstOrDefault());
            var running = lone.TryGetValue(alike, out var before) ? before.Running + 1 : 1;
            lone[alike] = one with { Running = running, Desired = running };
        }, cancellationToken);
        _workloads.AddRange(lone.Values);
    }

    private async Task ReadProvidersAsync(HashSet<string> named, CancellationToken cancellationToken)
    {
        await foreach (var provider in api.ListAsync("DescribeCapacityProviders", "capacityProviders", "describe the capacity providers", _ => { }, cancellationToken))
            if (provider.Text("name") is { } name && named.Contains(name))
                found(new EcsItem.Provider(new(name, provider.Object("autoScalingGroupProvider")?.Text("autoScalingGroupArn"), provider.Object("managedInstancesProvider") is not null)));
    }

    private async Task ReadDefinitionsAsync(CancellationToken cancellationToken)
    {
        ConcurrentQueue<(IGrouping<string, EcsWorkload> Of, AwsException Why)> unread = [];
        Lock one = new();
        ParallelOptions bounds = new() { MaxDegreeOfParallelism = AskedAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(_workloads.GroupBy(workload => workload.Definition), bounds, async (alike, ended) =>
        {
            try
            {
                using var answer = await api.AskAsync("DescribeTaskDefinition", $"describe the task definition {EcsInstance.NameIn(alike.Key)}",
                    json => json.WriteString("taskDefinition", alike.Key), ended);
                lock (one)
                {
                    if (answer.RootElement.Object("taskDefinition") is { } definition)
                        foreach (var workload in alike) found(EcsDefinition.Read(definition, workload));
                    else foreach (var workload in alike) found(new EcsItem.Unread(workload.Path, $"AWS tells nothing of the task definition {EcsInstance.NameIn(alike.Key)}"));
                    _succeeded = true;
                }
            }
            catch (AwsException e)
            {
                unread.Enqueue((alike, e));
            }
        });
        foreach (var (alike, why) in unread.OrderBy(one => one.Of.Key, StringComparer.Ordinal))
        {
            _refused.Add(why);
            foreach (var workload in alike) found(new EcsItem.Unread(workload.Path, why.Message));
        }
    }

    /// <summary>Lists names, and asks for as many of them at once as AWS takes.</summary>
    private async Task DescribeAsync(Listing listing, string cluster, Action<JsonElement> read, CancellationToken cancellationToken)
    {
        List<string> names = [];
        await foreach (var arn in api.ListAsync(listing.List, listing.Names, $"list the {listing.What} of the cluster {cluster}", json =>
        {
            json.WriteString("cluster", cluster);
            json.WriteNumber("maxResults", PageSize);
        }, cancellationToken))
        {
            if (arn.Text() is { Length: > 0 } name) names.Add(name);
        }

        foreach (var some in names.Chunk(listing.AtOnce))
        {
            using var answer = await api.AskAsync(listing.Describe, $"describe {listing.What} of the cluster {cluster}", json =>
            {
                json.WriteString("cluster", cluster);
                json.WriteStartArray(listing.Items);
                foreach (var name in some) json.WriteStringValue(name);
                json.WriteEndArray();
            }, cancellationToken);
            foreach (var item in answer.RootElement.Items(listing.Items)) read(item);
            // What ended since it was listed is no trouble.
            foreach (var failure in answer.RootElement.Items("failures"))
                if (failure.Text("reason") is { } reason and not "MISSING")
                    found(new EcsItem.Unread($"ecs:{api.Region}/{cluster}/{EcsInstance.NameIn(failure.Text("arn"))}", $"AWS does not describe it{(reason.Length <= 64 ? $": {reason}" : "")}"));
        }
    }

    private async Task TryAsync(string path, Func<Task> read)
    {
        if (_ended) return;
        try
        {
            await read();
            _succeeded = true;
        }
        catch (AwsException e) when (e.Fault is AwsFault.Absent && Clusters.Count == 1 && !_succeeded)
        {
            throw new AwsException(e.Fault, $"{e.Message}; ecs:{api.Region}/ reads every cluster of {api.Region}, and clusters of other regions are written ecs:REGION/CLUSTER", e);
        }
        catch (AwsException e)
        {
            if (e.EndsAll && !_succeeded) throw;
            _ended = e.EndsAll;
            _refused.Add(e);
            found(new EcsItem.Unread(path, _ended ? $"{e.Message}; nothing more was read" : e.Message));
        }
    }

    private sealed record Listing(string List, string Names, string Describe, string Items, string What, int AtOnce);
}
