using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Archway.Testing;

/// <summary>The ways in which one registry differs from another, each allowed by the specification.</summary>
public sealed record TestRegistryOptions
{
    /// <summary>What it shows over TLS; without one it speaks plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The versions of HTTP it speaks; HTTP/2 is agreed on over TLS only.</summary>
    public HttpProtocols Protocols { get; init; } = HttpProtocols.Http1AndHttp2;

    /// <summary>Hears of each request as it comes.</summary>
    public Action<LoggedRequest>? Heard { get; init; }

    /// <summary>What it does, with a request and its body, before it serves as registries do; false when that has to go on.</summary>
    public Func<HttpContext, string, Task<bool>>? Before { get; init; }

    /// <summary>Whether it lists what refers to a manifest; where not, it answers 404 as distribution 2.8 does, and clients go by the fallback tag.</summary>
    public bool HasReferrers { get; init; } = true;

    /// <summary>Whether tags, manifests and blobs can be deleted; where not, it answers 405.</summary>
    public bool AllowsDelete { get; init; } = true;

    /// <summary>Whether it takes a manifest that points to what it does not hold.</summary>
    public bool AcceptsSparse { get; init; }

    /// <summary>The most bytes of a manifest it takes; the specification asks for no less than these 4 MiB.</summary>
    public int ManifestBound { get; init; } = 4 * 1024 * 1024;

    /// <summary>The least bytes of a chunk that is not the last; 0 for no such bound.</summary>
    public int LeastChunk { get; init; }

    /// <summary>The most tags or referrers it lists at once; a link leads to the rest.</summary>
    public int PageLength { get; init; } = int.MaxValue;
}
