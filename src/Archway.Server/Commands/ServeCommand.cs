using System.CommandLine;
using Archway.Server.Clusters;
using Archway.Server.Metrics;
using Archway.Server.Serving;

namespace Archway.Server.Commands;

/// <summary><c>archway-server serve</c></summary>
internal static class ServeCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        ServeSurface surface = new(surroundings);
        TaughtCommand command = new("serve", "Answers an API server's questions about pods that are created.", """
            Each pod is asked for the architectures that all its images have: kubernetes.io/arch In […], added to every required term. What its author wrote
            stays and is never made wider. A registry that gives no answer costs at most --lookup-deadline, and the pod is then left as it is, with the reason
            in the annotation archway/placement. A pod with the annotation archway/place=false is let be.

            Reviews are posted to /admit on --listen; /healthz, /readyz and /metrics answer on --listen-plain.
            --fleet 127.0.0.1:8090 watches the cluster's pods and shows how much of what runs is ready, to whoever reaches that address: nobody is asked who
            they are. --history keeps how it went.
            Each option may also stand in the environment: --lookup-deadline as ARCHWAY_LOOKUP_DEADLINE, a comma between several values.

            Try it with a certificate of your own:
              archway-server certificate --service localhost --out tls
              archway-server serve --certificate tls/tls.crt --key tls/tls.key
            """);
        foreach (var option in surface.All) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, surface, surroundings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, ServeSurface surface, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var options = await surface.ReadAsync(parsed, cancellationToken);
        using var cluster = options.Policy.ReadsPullSecrets ? ClusterApi.OfPod(surroundings) : null;
        using var secrets = cluster is null ? null : new PullSecrets(cluster, surroundings.Time);
        await using var server = await WebhookServer.StartAsync(options, secrets, surroundings.Tell, surroundings.Time, cancellationToken);
        using var telemetry = Telemetry.Begin(surroundings.Variable, server.Metrics);
        await using var fleet = options.Fleet is { } shown ? await FleetCommand.StartAsync(shown, server.Lookups, options.Lookups.Proxy, secrets, surroundings, cancellationToken) : null;
        surroundings.Tell($"{ProgramVersion.Text} takes reviews at {server.Address}admit, and tells of itself at {server.PlainAddress}metrics");
        if (fleet is not null) surroundings.Tell($"the fleet is shown at {fleet.Address}");
        surroundings.Started?.Invoke(server);
        TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(told.SetResult)) await told.Task;
        surroundings.Tell($"stopping: reviews are taken for {options.Drain.TotalSeconds:0.#} s more");
        await server.StopAsync();
        surroundings.Tell("stopped");
        return 0;
    }
}
