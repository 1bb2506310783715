namespace Archway.Server;

/// <summary>Everything the program touches beside its arguments, handed in so that a test runs it in process.</summary>
internal sealed record Surroundings
{
    /// <summary>Where answers to commands go.</summary>
    internal required TextWriter Output { get; init; }

    /// <summary>Where the program tells what it does.</summary>
    internal required TextWriter Error { get; init; }

    /// <summary>The environment.</summary>
    internal required Func<string, string?> Variable { get; init; }

    /// <summary>The names of all that the environment says.</summary>
    internal IReadOnlyCollection<string> VariableNames { get; init; } = [];

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where a pod finds who it is.</summary>
    internal string ServiceAccountFolder { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Told the addresses of a server that runs.</summary>
    internal Action<Serving.WebhookServer>? Started { get; init; }

    /// <summary>Tells whoever runs the program something.</summary>
    internal void Tell(string message) => Error.WriteLine($"archway-server: {message}");
}
