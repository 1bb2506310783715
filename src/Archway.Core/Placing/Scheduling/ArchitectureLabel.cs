using System.Collections.Immutable;

namespace Archway.Placing.Scheduling;

/// <summary>The label that says a node's architecture, and its name before Kubernetes 1.14.</summary>
public static class ArchitectureLabel
{
    /// <summary>The label.</summary>
    public const string Name = "kubernetes.io/arch";

    /// <summary>Its name before, which nodes still have beside it.</summary>
    public const string OldName = "beta.kubernetes.io/arch";

    /// <summary>What nodes are labelled with: the architectures that Kubernetes, or somebody in its place, builds a kubelet for.</summary>
    public static ImmutableSortedSet<string> Known { get; } =
        ImmutableSortedSet.Create(StringComparer.Ordinal, "386", "amd64", "arm", "arm64", "loong64", "mips64le", "ppc64le", "riscv64", "s390x");

    /// <summary>Whether a label is either.</summary>
    public static bool Is(string label) => label is Name or OldName;
}
