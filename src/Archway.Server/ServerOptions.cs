using System.Net;
using System.Security.Cryptography.X509Certificates;
using Archway.Server.Admission;
using Archway.Server.Fleets;
using Archway.Server.Lookups;

namespace Archway.Server;

/// <summary>How the server was told to run.</summary>
internal sealed record ServerOptions
{
    /// <summary>Where reviews are taken, over HTTPS.</summary>
    internal required IPEndPoint Listen { get; init; }

    /// <summary>Where probes and metrics are answered, over plain HTTP.</summary>
    internal required IPEndPoint ListenPlain { get; init; }

    /// <summary>The file of the certificate that is shown, with those between it and its authority, as PEM.</summary>
    internal required string CertificateFile { get; init; }

    /// <summary>The file of its key, as PEM.</summary>
    internal required string KeyFile { get; init; }

    /// <summary>How often these files are looked at.</summary>
    internal TimeSpan ReloadEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Authorities of which a caller has to show a certificate; null lets in anyone.</summary>
    internal X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>The common name that this certificate has to have; null for any.</summary>
    internal string? ClientName { get; init; }

    /// <summary>How long reviews are still taken after the server was told to stop, until nobody sends any.</summary>
    internal TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many bytes a review may have.</summary>
    internal int LargestReview { get; init; } = 8 * 1024 * 1024;

    /// <summary>How many images have metrics of their own.</summary>
    internal int MostImageMetrics { get; init; } = 500;

    /// <summary>What becomes of pods.</summary>
    internal required AdmissionPolicy Policy { get; init; }

    /// <summary>How images are asked for.</summary>
    internal required LookupOptions Lookups { get; init; }

    /// <summary>How the fleet is watched and shown; null where it is not.</summary>
    internal FleetOptions? Fleet { get; init; }
}
