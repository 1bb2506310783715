using Archway.Oci.Registries;

namespace Archway.Clusters;

/// <summary>What asking clusters rests on: the environment, the clock, how long to wait.</summary>
public sealed record ClusterSettings
{
    /// <summary>Tells a variable of the environment, or null.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The folder that relative paths in <c>KUBECONFIG</c> start from.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The proxy of the environment; one that a kubeconfig names outranks it.</summary>
    public ProxySettings? Proxy { get; init; }

    /// <summary>How long an API server, or a program that logs in, may stay silent.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a page may take to arrive once it begins.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a program that logs in may take: it may ask a cloud's service itself.</summary>
    public TimeSpan PluginTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The wait before a question is asked again; each further one waits twice as long.</summary>
    public TimeSpan FirstRetryWait { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait that an API server may ask for; it is not asked again before a longer one.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where a pod finds who it is.</summary>
    public string ServiceAccountFolder { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";
}
