using System.CommandLine;
using System.Net;
using Archway.Oci.Registries;
using Archway.Server.Clusters;
using Archway.Server.Fleets;
using Archway.Server.Lookups;

namespace Archway.Server.Commands;

/// <summary><c>archway-server fleet</c></summary>
internal static class FleetCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        // No review waits for it.
        ServeSurface surface = new(surroundings, deadline: 10);
        var listen = Options.Place("--listen", 8090, "Where the page and its JSON are shown, over plain HTTP, to anybody who reaches it; :8090 is every address.");
        listen.DefaultValueFactory = _ => new(IPAddress.Loopback, 8090);
        TaughtCommand command = new("fleet", "Watches the cluster's pods, and shows how much of what runs is ready for arm64.", """
            The page stands at /, what it is made of at /api/fleet, how it went at /api/trend. Nobody is asked who they are: on a loopback address it is
            reached through kubectl port-forward, which the cluster lets some do and others not.

            The cluster is that of this pod, or of the kubeconfig. Each option may also stand in the environment: --history as ARCHWAY_HISTORY.

            Try it with a kubeconfig:
              archway-server fleet --history fleet.db
            """) { listen };
        foreach (var option in surface.OfFleet) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, parsed.GetRequiredValue(listen), surface, surroundings, cancellationToken));
        return command;
    }

    /// <summary>A fleet that is watched and shown, by what asks for images.</summary>
    /// <exception cref="ServerException">There is no cluster to watch, or the port is taken.</exception>
    internal static Task<FleetServer> StartAsync(
        FleetOptions fleet, ImageLookups lookups, ProxySettings? proxy, IPullSecrets? secrets, Surroundings surroundings, CancellationToken cancellationToken) => FleetServer.StartAsync(
            fleet,
            new()
            {
                Variable = surroundings.Variable,
                WorkingFolder = Directory.GetCurrentDirectory(),
                Time = surroundings.Time,
                Proxy = proxy,
                ServiceAccountFolder = surroundings.ServiceAccountFolder,
            },
            lookups, secrets, surroundings.Tell, cancellationToken);

    private static async Task<int> RunAsync(ParseResult parsed, IPEndPoint listen, ServeSurface surface, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var asking = await surface.LookupsAsync(parsed, cancellationToken);
        using var cluster = surface.ReadsPullSecrets(parsed) ? ClusterApi.OfPod(surroundings) : null;
        using var secrets = cluster is null ? null : new PullSecrets(cluster, surroundings.Time);
        using ImageLookups lookups = new(asking, new(), surroundings.Time);
        await using var fleet = await StartAsync(surface.FleetAt(listen, parsed), lookups, asking.Proxy, secrets, surroundings, cancellationToken);
        surroundings.Tell($"{ProgramVersion.Text}: the fleet is shown at {fleet.Address}");
        TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(told.SetResult)) await told.Task;
        surroundings.Tell("stopped");
        return 0;
    }
}
