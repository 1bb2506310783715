using System.Security.Cryptography.X509Certificates;

namespace Archway.Testing.Clusters;

/// <summary>How a <see cref="TestCluster"/> is asked.</summary>
public sealed record TestClusterOptions
{
    /// <summary>The names that its certificate is for.</summary>
    public string[] Names { get; init; } = ["127.0.0.1"];

    /// <summary>The authorization header that lets someone in; null lets in anybody, or whoever has a certificate.</summary>
    public string? Authorization { get; init; }

    /// <summary>The authority of the certificates that let someone in; null where none is wanted.</summary>
    public X509Certificate2? ClientAuthority { get; init; }
}
