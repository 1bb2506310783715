using Archway.Placing.Scheduling;

namespace Archway.Planning.Machines;

/// <summary>A kind of machine that a cloud lends.</summary>
public sealed record MachineType
{
    /// <summary>What pods ask for to have a GPU.</summary>
    internal const string GpuResource = "nvidia.com/gpu";

    /// <summary>Its name: <c>m7g.xlarge</c>, <c>c4a-standard-4</c>, <c>Standard_D4ps_v5</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The cloud that lends it.</summary>
    public required Cloud Cloud { get; init; }

    /// <summary>What its processors are, as Kubernetes names it: <c>amd64</c> or <c>arm64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>How many processors the machine shows.</summary>
    public required int Processors { get; init; }

    /// <summary>How much memory the cloud says that it has, in MiB.</summary>
    public required long MemoryMiB { get; init; }

    /// <summary>How many pods a node of it may hold.</summary>
    public required int MostPods { get; init; }

    /// <summary>US dollars for an hour on demand, with Linux, in the region of the table; null where the table does not say.</summary>
    public decimal? PricePerHour { get; init; }

    /// <summary>The Arm type that stands for this x86 one: as many processors, and no less memory; null for Arm types, and where the table has none.</summary>
    public string? Counterpart { get; init; }

    /// <summary>What pods may ask of a node of it: <c>cpu</c>, <c>memory</c> and <c>pods</c>; how much disk there is is not the type's to say.</summary>
    /// <remarks>An estimate of what the image of the cloud's managed service leaves: <see cref="NodeReserve"/> has the formulas and where they are from.</remarks>
    public required ResourceAmounts Allocatable { get; init; }

    /// <summary>How many GPUs of NVIDIA it has.</summary>
    public int Gpus { get; init; }

    /// <summary>Whether its processors are had in full only for as long as credits last.</summary>
    public bool IsBurstable => Cloud == Cloud.Aws && Name.StartsWith('t');
}
