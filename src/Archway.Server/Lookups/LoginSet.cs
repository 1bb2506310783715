using System.Collections.Immutable;
using Archway.Oci.Registries;

namespace Archway.Server.Lookups;

/// <summary>The logins of a pod's pull secrets.</summary>
/// <param name="Files">Them, first found first.</param>
/// <param name="Fingerprint">What tells them from others, and nothing of them; empty where there are none.</param>
/// <param name="Notes">Which of the pod's secrets could not be read, and why.</param>
internal sealed record LoginSet(ImmutableArray<LoginFile> Files, string Fingerprint, ImmutableArray<string> Notes)
{
    /// <summary>No logins but the server's own.</summary>
    internal static LoginSet None { get; } = new([], "", []);
}
