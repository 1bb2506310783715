using System.Collections.Immutable;
using System.Globalization;

namespace Archway.Gpu.Images.Cuda;

/// <summary>Which drivers run which CUDA, as of a day: <c>gpu/cuda.csv</c>, which comes with the program and names its sources.</summary>
public sealed class CudaTable
{
    private static readonly Lazy<CudaTable> Known = new(() => new(TableRows.Read("cuda")));
    private readonly ImmutableSortedDictionary<DottedVersion, DottedVersion> _drivers;
    private readonly ImmutableSortedDictionary<int, DottedVersion> _branches;
    private readonly ImmutableSortedDictionary<int, DottedVersion> _floors;
    private readonly ImmutableSortedDictionary<int, DottedVersion> _capabilities;

    private CudaTable(ImmutableArray<string[]> rows)
    {
        Date = TableRows.DateOf(rows);
        _drivers = rows.Where(row => row[0] == "toolkit").ToImmutableSortedDictionary(row => DottedVersion.Parse(row[1]), row => DottedVersion.Parse(row[2]));
        _branches = ByNumber(rows, "branch");
        _floors = ByNumber(rows, "floor");
        _capabilities = ByNumber(rows, "capability");
    }

    /// <summary>The table that comes with the program.</summary>
    public static CudaTable Embedded => Known.Value;

    /// <summary>The day that it is of.</summary>
    public DateOnly Date { get; }

    /// <summary>The newest CUDA that a driver offers by itself; null where the table does not know its branch.</summary>
    /// <remarks>What <c>nvidia-smi</c> shows inside a container may be newer: that is the compatibility library of the image.</remarks>
    public DottedVersion? OfferedBy(DottedVersion driver) => _branches.GetValueOrDefault(driver.Major);

    /// <summary>The first driver branch that offers a CUDA by itself, as 550 for 12.4; null where the table has none.</summary>
    public int? BranchFor(DottedVersion cuda) =>
        _branches.Where(branch => branch.Value >= cuda.Leading(2)).Select(branch => (int?)branch.Key).FirstOrDefault();

    /// <summary>The driver that came with a toolkit, and runs all of it: for 12.4.1 that of 12.4; null where the table does not have the toolkit.</summary>
    public DottedVersion? DriverOf(DottedVersion toolkit) =>
        _drivers.GetValueOrDefault(toolkit.Leading(3)) ?? _drivers.GetValueOrDefault(toolkit.Leading(2));

    /// <summary>The lowest driver that runs toolkits of this one's major version, with fewer features; null where the table does not know that.</summary>
    public DottedVersion? FloorOf(DottedVersion toolkit) => _floors.GetValueOrDefault(toolkit.Major);

    /// <summary>The lowest compute capability that toolkits of this one's major version have code for; null where the table does not say one.</summary>
    public DottedVersion? LowestCapabilityOf(DottedVersion toolkit) => _capabilities.GetValueOrDefault(toolkit.Major);

    /// <summary>Whether a driver, on its own, runs what was made with a toolkit.</summary>
    /// <param name="toolkit">The toolkit, as 12.4.1.</param>
    /// <param name="driver">The driver; null where it is not known.</param>
    /// <param name="offered">The newest CUDA that it offers, where the driver itself said it; null where only the table can tell.</param>
    public CudaFit Fit(DottedVersion toolkit, DottedVersion? driver, DottedVersion? offered)
    {
        // A branch that came out after the table offers at least what the last one in it does.
        offered ??= driver is null ? null : driver.Major > _branches.Keys.Max() ? _branches.Values.Max() : OfferedBy(driver);
        if (offered is not null && offered >= toolkit.Leading(2)) return CudaFit.Full;
        if (driver is null || FloorOf(toolkit) is not { } floor) return offered is not null && offered.Major < toolkit.Major ? CudaFit.TooOld : CudaFit.Unknown;
        if (driver < floor) return CudaFit.TooOld;
        return offered is null ? CudaFit.Unknown : CudaFit.MinorVersion;
    }

    private static ImmutableSortedDictionary<int, DottedVersion> ByNumber(ImmutableArray<string[]> rows, string kind) => rows.Where(row => row[0] == kind)
        .ToImmutableSortedDictionary(row => int.Parse(row[1], NumberStyles.None, CultureInfo.InvariantCulture), row => DottedVersion.Parse(row[2]));
}
