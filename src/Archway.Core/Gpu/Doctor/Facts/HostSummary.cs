using System.Collections.Immutable;
using System.Globalization;
using Archway.Gpu.Images;

namespace Archway.Gpu.Doctor.Facts;

/// <summary>What a host is, in words for the head of a report; null where it is not known.</summary>
public sealed record HostSummary
{
    /// <summary>Its architecture, as the kernel says it.</summary>
    public string? Architecture { get; private init; }

    /// <summary>Its distribution.</summary>
    public string? System { get; private init; }

    /// <summary>The release of its kernel.</summary>
    public string? Kernel { get; private init; }

    /// <summary>The size of a page of memory, in bytes.</summary>
    public int? PageSize { get; private init; }

    /// <summary>What kind of machine it is.</summary>
    public GpuMachine Machine { get; private init; }

    /// <summary>Its GPUs, each in a few words.</summary>
    public ImmutableArray<string> Gpus { get; private init; } = [];

    /// <summary>The kernel driver that runs.</summary>
    public string? Driver { get; private init; }

    /// <summary>Whether the driver is of the open kernel modules.</summary>
    public bool? IsOpenDriver { get; private init; }

    /// <summary>The version of the NVIDIA Container Toolkit.</summary>
    public string? Toolkit { get; private init; }

    /// <summary>The engines, each with its version.</summary>
    public ImmutableArray<string> Engines { get; private init; } = [];

    /// <summary>Whether containerd is its only engine, and nothing of Kubernetes is there: what it runs is then whoever calls it.</summary>
    public bool IsContainerdAlone { get; private init; }

    internal static HostSummary Of(HostFacts host) => new()
    {
        Architecture = host.KernelMachine ?? host.Architecture,
        System = host.System.Name ?? host.System.Id,
        Kernel = host.Kernel,
        PageSize = host.PageSize,
        Machine = host.Machine,
        Gpus = [.. GpusOf(host).Take(64)],
        Driver = host.Driver?.Version.ToString(),
        Toolkit = host.Toolkit.Version?.ToString(),
        Engines = [.. host.Engines.Names],
        IsContainerdAlone = host.Engines is { HasPodman: false, HasCrio: false, Docker.IsPresent: false, Containerd: { IsPresent: true, IsForKubernetes: false } },
        IsOpenDriver = host.Driver?.IsOpen,
    };

    private static IEnumerable<string> GpusOf(HostFacts host)
    {
        if (!host.Smi.Gpus.IsEmpty) return host.Smi.Gpus.Select(gpu => gpu.Name + (gpu.Capability is { } capability ? $", compute capability {capability}" : "") + (gpu.Memory is { } memory ? $", {memory}" : ""));
        if (host.Driver?.Models is { IsEmpty: false } models) return models.Select(model => $"{model.Value} at {model.Key}");
        return host.Gpus.Select(card => string.Create(CultureInfo.InvariantCulture, $"device 0x{card.Device:x4} at {card.Address}"));
    }
}
