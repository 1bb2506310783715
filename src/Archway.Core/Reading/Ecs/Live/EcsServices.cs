using System.Text.Json;
using Archway.Oci.Content;

namespace Archway.Reading.Ecs.Live;

/// <summary>Services and tasks as AWS tells them.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html"/></remarks>
internal static class EcsServices
{
    internal const string Older = "in an older deployment only";

    /// <summary>What a service runs: by its definition, and by those that its deployments still run beside it.</summary>
    internal static IEnumerable<EcsWorkload> Of(string region, string cluster, JsonElement service)
    {
        if (service.Text("serviceName") is not { Length: > 0 } name || service.Text("status") == "INACTIVE") yield break;
        EcsWorkload own = new()
        {
            Region = region,
            Cluster = cluster,
            Name = name,
            Definition = service.Text("taskDefinition") ?? "",
            IsService = true,
            IsDaemon = service.Text("schedulingStrategy") == "DAEMON",
            LaunchType = service.Text("launchType"),
            Providers = [.. ProvidersOf(service)],
            Desired = service.Number("desiredCount") ?? 0,
            Running = service.Number("runningCount") ?? 0,
            Constraints = EcsDefinition.ConstraintsOf(service),
        };
        own = own with { State = service.Text("status") == "DRAINING" ? "draining" : own is { Desired: 0, Running: 0, IsDaemon: false } ? "scaled to zero" : null };
        if (own.Definition.Length > 0) yield return own;
        HashSet<string> told = [own.Definition];
        // With another deployment controller the definitions stand in task sets, and in the service none.
        foreach (var deployment in service.Items("deployments").Concat(service.Items("taskSets")))
        {
            if (deployment.Text("taskDefinition") is not { Length: > 0 } definition || !told.Add(definition)) continue;
            var running = deployment.Number("runningCount") ?? 0;
            var isPrimary = deployment.Text("status") == "PRIMARY";
            if (running == 0 && !isPrimary) continue;
            yield return own with
            {
                Definition = definition,
                LaunchType = deployment.Text("launchType") ?? own.LaunchType,
                Providers = ProvidersOf(deployment).ToArray() is { Length: > 0 } providers ? [.. providers] : own.Providers,
                Running = running,
                State = isPrimary ? own.State : Older,
            };
        }
    }

    /// <summary>A task that no service made; null for one that a service did.</summary>
    internal static EcsWorkload? Of(string region, string cluster, JsonElement task, string lone) =>
        task.Text("group")?.StartsWith("service:", StringComparison.Ordinal) == true || task.Text("taskDefinitionArn") is not { Length: > 0 } definition ? null : new()
        {
            Region = region,
            Cluster = cluster,
            Name = EcsInstance.NameIn(definition).Split(':')[0],
            Definition = definition,
            IsService = false,
            LaunchType = task.Text("launchType"),
            Providers = task.Text("capacityProviderName") is { Length: > 0 } provider ? [provider] : [],
            State = lone,
        };

    private static IEnumerable<string> ProvidersOf(JsonElement of) =>
        of.Items("capacityProviderStrategy").Select(item => item.Text("capacityProvider")).OfType<string>();
}
