using System.Collections.Frozen;
using System.Net;

namespace Archway.Server.Fleets;

/// <summary>The names under which a page is shown that nobody has to log in to.</summary>
/// <remarks>
/// A page of elsewhere may have its own name mean this machine, and would then read what only this machine may: DNS rebinding. Addresses, names of this machine
/// and of the cluster, and names without a dot cannot be made to.
/// </remarks>
internal static class HostNames
{
    /// <summary>Whether it is shown under a name.</summary>
    /// <param name="host">The name that was asked for, without its port.</param>
    /// <param name="others">Further names.</param>
    internal static bool IsOwn(string host, FrozenSet<string> others)
    {
        var name = host.TrimEnd('.');
        if (name.Length == 0) return false;
        return IPAddress.TryParse(name.Trim('[', ']'), out _) || !name.Contains('.', StringComparison.Ordinal) || others.Contains(name)
            || name.EndsWith(".svc", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".svc.cluster.local", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }
}
