using System.Collections.Immutable;

namespace Archway.Server.Lookups;

/// <summary>What holds the logins that pods name.</summary>
internal interface IPullSecrets
{
    /// <summary>The logins of secrets of a namespace; those that cannot be read in time are left out, and said.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="names">The secrets.</param>
    /// <param name="patience">How much time there is.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    ValueTask<LoginSet> FindAsync(string space, ImmutableArray<string> names, TimeSpan patience, CancellationToken cancellationToken);
}
