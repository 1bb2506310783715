using System.Collections.Immutable;

namespace Archway.Rendering;

/// <summary>How charts and kustomizations are rendered; a user's word, never that of the scanned tree.</summary>
public sealed record RenderingOptions
{
    /// <summary>Whether remote bases and chart dependencies may be fetched.</summary>
    public bool AllowsNetwork { get; init; }

    /// <summary>Files of values for every chart, as full paths.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>
    /// The environment of the run: programs are looked up on its PATH, and see nothing of it but what reaches the network, where that is allowed.
    /// </summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The clock that bounds every program.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>How long one program may run.</summary>
    internal TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);
}
