using System.Collections.Immutable;

namespace Archway.Gpu.Cdi;

/// <summary>What an engine does to a container.</summary>
public sealed record CdiEdits
{
    /// <summary>Nothing.</summary>
    public static CdiEdits None { get; } = new();

    /// <summary>Where they stand.</summary>
    public CdiPlace At { get; init; } = CdiPlace.Nowhere;

    /// <summary>Variables of the environment, as <c>NAME=value</c>.</summary>
    public ImmutableArray<CdiText> Env { get; init; } = [];

    /// <summary>Device nodes made in it.</summary>
    public ImmutableArray<CdiDeviceNode> DeviceNodes { get; init; } = [];

    /// <summary>Network interfaces moved into it.</summary>
    public ImmutableArray<CdiNetDevice> NetDevices { get; init; } = [];

    /// <summary>Files and folders of the host mounted in it.</summary>
    public ImmutableArray<CdiMount> Mounts { get; init; } = [];

    /// <summary>Programs of the host run while it starts.</summary>
    public ImmutableArray<CdiHook> Hooks { get; init; } = [];

    /// <summary>Its share of Intel's resource director; null where none is said.</summary>
    public CdiIntelRdt? IntelRdt { get; init; }

    /// <summary>Groups that its process joins.</summary>
    public ImmutableArray<long> AdditionalGids { get; init; } = [];

    /// <summary>Whether nothing is done, which the library takes for the whole of a file and refuses for a device.</summary>
    public bool IsEmpty => Env.IsEmpty && DeviceNodes.IsEmpty && NetDevices.IsEmpty && Mounts.IsEmpty && Hooks.IsEmpty && IntelRdt is null && AdditionalGids.IsEmpty;
}

/// <summary>A device node.</summary>
/// <param name="Path">Its path in the container.</param>
/// <param name="At">Where it stands.</param>
public sealed record CdiDeviceNode(string Path, CdiPlace At)
{
    /// <summary>Its path on the host, where that is another; else empty.</summary>
    public string HostPath { get; init; } = "";

    /// <summary>What it is: <c>b</c>, <c>c</c>, <c>u</c>, <c>p</c>, or empty for what it is on the host.</summary>
    public string Type { get; init; } = "";

    /// <summary>Its major number; null or 0 for that of the host.</summary>
    public long? Major { get; init; }

    /// <summary>Its minor number.</summary>
    public long? Minor { get; init; }

    /// <summary>Its mode; null for that of the host.</summary>
    public long? FileMode { get; init; }

    /// <summary>What the container may do with it.</summary>
    public string Permissions { get; init; } = "";

    /// <summary>Its owner in the container.</summary>
    public long? Uid { get; init; }

    /// <summary>Its group in the container.</summary>
    public long? Gid { get; init; }

    /// <summary>The path that the engine looks at on the host.</summary>
    public string OnHost => HostPath.Length > 0 ? HostPath : Path;
}

/// <summary>A network interface.</summary>
public sealed record CdiNetDevice(string HostInterfaceName, string Name, CdiPlace At);

/// <summary>A mount.</summary>
public sealed record CdiMount(string HostPath, string ContainerPath, CdiPlace At)
{
    /// <summary>How it is mounted.</summary>
    public ImmutableArray<CdiText> Options { get; init; } = [];

    /// <summary>The kind of file system.</summary>
    public string Type { get; init; } = "";
}

/// <summary>A program of the host that is run while a container starts.</summary>
/// <param name="HookName">When it is run.</param>
/// <param name="Path">The program.</param>
/// <param name="At">Where it stands.</param>
public sealed record CdiHook(string HookName, string Path, CdiPlace At)
{
    /// <summary>Its arguments, its own name first.</summary>
    public ImmutableArray<CdiText> Args { get; init; } = [];

    /// <summary>Its environment.</summary>
    public ImmutableArray<CdiText> Env { get; init; } = [];

    /// <summary>After how many seconds it is given up.</summary>
    public long? Timeout { get; init; }
}

/// <summary>A share of Intel's resource director.</summary>
/// <param name="At">Where it stands.</param>
public sealed record CdiIntelRdt(CdiPlace At)
{
    /// <summary>The class of service.</summary>
    public string ClosId { get; init; } = "";

    /// <summary>Its share of the cache.</summary>
    public string L3CacheSchema { get; init; } = "";

    /// <summary>Its share of the memory's bandwidth.</summary>
    public string MemBwSchema { get; init; } = "";

    /// <summary>Its lines of the resource control file system; default where none are said.</summary>
    public ImmutableArray<CdiText> Schemata { get; init; }

    /// <summary>Whether what it uses is counted.</summary>
    public bool EnableMonitoring { get; init; }
}
