using System.Security.Cryptography.X509Certificates;
using Archway.Oci.Registries;

namespace Archway.Aws;

/// <summary>What asking AWS rests on: the environment, the clock, how long to wait.</summary>
public sealed record AwsSettings
{
    /// <summary>Tells a variable of the environment, or null.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The clock, which signatures are dated by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The proxy of the environment.</summary>
    public ProxySettings? Proxy { get; init; }

    /// <summary>Certificate authorities that are trusted besides the machine's own.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>How long AWS may stay silent.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer may take to arrive once it begins.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The wait before a question is asked again; each further one waits twice as long.</summary>
    public TimeSpan FirstRetryWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait that AWS may ask for; it is not asked again before a longer one.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Spreads the waits of those who ask at once.</summary>
    public Random Random { get; init; } = new();
}
