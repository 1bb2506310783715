using System.Collections.Immutable;

namespace Archway.Gpu.Images;

/// <summary>What decides whether an image's GPU half works on a host or node: all that is known of one, and null or empty where it is not.</summary>
/// <remarks>A host's snapshot gives it, or a node's labels, or a person; nothing here says where from.</remarks>
public sealed record GpuHost
{
    /// <summary>What it is called in messages: a host, a node, a group of nodes.</summary>
    public string Name { get; init; } = "the host";

    /// <summary>The architecture of its processors in Go's spelling, <c>arm64</c> or <c>amd64</c>; null where not known.</summary>
    public string? Architecture { get; init; }

    /// <summary>What kind of machine it is.</summary>
    public GpuMachine Machine { get; init; }

    /// <summary>The version of the kernel's driver, as 580.95.05; null where not known.</summary>
    public DottedVersion? Driver { get; init; }

    /// <summary>The newest CUDA that the driver itself offers, as 13.0; null where not known. What nvidia-smi shows in a container is not it.</summary>
    public DottedVersion? Cuda { get; init; }

    /// <summary>The brand of the GPUs as the installed driver reports it, as <c>tesla</c> or <c>nvidia</c>; null where not known.</summary>
    public string? Brand { get; init; }

    /// <summary>The compute capability of each kind of GPU in it; empty where not known.</summary>
    public ImmutableArray<DottedVersion> ComputeCapabilities { get; init; } = [];

    /// <summary>The driver capabilities that the host's toolkit hands out; empty where not known.</summary>
    public ImmutableArray<string> SupportedCapabilities { get; init; } = [];

    /// <summary>The way by which its containers get their GPUs.</summary>
    public RequirementPath Path { get; init; }

    /// <summary>Whether the host's toolkit was told to ignore all requirements (<c>disable-require</c>).</summary>
    public bool IgnoresRequirements { get; init; }
}
