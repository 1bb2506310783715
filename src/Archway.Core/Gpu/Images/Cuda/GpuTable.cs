using System.Collections.Immutable;

namespace Archway.Gpu.Images.Cuda;

/// <summary>The compute capability of GPUs by name, as of a day: <c>gpu/gpus.csv</c>, which comes with the program and names its sources.</summary>
public sealed class GpuTable
{
    private static readonly Lazy<GpuTable> Known = new(() => new(TableRows.Read("gpus")));
    private readonly ImmutableDictionary<string, DottedVersion> _capabilities;

    private GpuTable(ImmutableArray<string[]> rows)
    {
        Date = TableRows.DateOf(rows);
        _capabilities = rows.Where(row => row[0] != "date")
            .ToImmutableDictionary(row => row[0], row => DottedVersion.Parse(row[1]), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The table that comes with the program.</summary>
    public static GpuTable Embedded => Known.Value;

    /// <summary>The day that it is of.</summary>
    public DateOnly Date { get; }

    /// <summary>The compute capability of a GPU by the name that its driver or its node's label gives, as <c>NVIDIA GH200 480GB</c> or <c>NVIDIA-T4G</c>.</summary>
    /// <returns>The capability; null where no word of the name is known.</returns>
    public DottedVersion? CapabilityOf(string name) =>
        name.Split([' ', '-', '(', ')', '_'], StringSplitOptions.RemoveEmptyEntries).Select(word => _capabilities.GetValueOrDefault(word)).FirstOrDefault(found => found is not null);
}
