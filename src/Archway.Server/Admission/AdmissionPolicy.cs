using System.Collections.Frozen;
using Archway.Placing.Constraining;

namespace Archway.Server.Admission;

/// <summary>What becomes of pods, and which of them are let be.</summary>
internal sealed record AdmissionPolicy
{
    /// <summary>What is done with a pod whose architectures are not known.</summary>
    internal Remedy OnUnknown { get; init; } = Remedy.Leave;

    /// <summary>What is done with a pod whose images have no architecture in common, or which takes no node that runs them.</summary>
    internal Remedy OnNoCommon { get; init; } = Remedy.Leave;

    /// <summary>The architecture that a pod is given where the remedy is to fall back.</summary>
    internal string Fallback { get; init; } = "amd64";

    /// <summary>What is added beside what images need.</summary>
    internal PlacingOptions Placing { get; init; } = new();

    /// <summary>Namespaces whose pods are let be.</summary>
    internal FrozenSet<string> LeftNamespaces { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether the pull secrets that pods name are asked for.</summary>
    internal bool ReadsPullSecrets { get; init; }
}

/// <summary>What is done with a pod that cannot be placed by its images.</summary>
internal enum Remedy
{
    /// <summary>It is admitted as it is.</summary>
    Leave,

    /// <summary>It is given one architecture that was chosen for such pods.</summary>
    Fallback,

    /// <summary>It is refused.</summary>
    Deny,
}
