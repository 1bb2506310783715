using System.Collections.Frozen;
using System.Collections.Immutable;
using Archway.Oci;

namespace Archway.Planning.Machines;

/// <summary>The kinds of machines that are known, with their shapes and an estimate of what they cost.</summary>
public sealed class MachineTable
{
    private static readonly Lazy<ImmutableArray<MachineRows>> Clouds = new(() => [.. new[] { "aws", "google", "azure" }.Select(MachineRows.Read)]);
    private static readonly Lazy<MachineTable> Known = new(() => new([.. Clouds.Value.SelectMany(rows => rows.Types)], Clouds.Value.Min(rows => rows.Date)));
    private readonly FrozenDictionary<string, MachineType> _byName;

    private MachineTable(ImmutableArray<MachineType> all, DateOnly date)
    {
        (All, Date) = (all, date);
        _byName = all.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
    }

    /// <summary>The table that comes with the program.</summary>
    public static MachineTable Embedded => Known.Value;

    /// <summary>The day that the prices are of, and of several the first.</summary>
    public DateOnly Date { get; }

    /// <summary>What the prices are in, as ISO 4217 names it.</summary>
    public string Currency { get; private init; } = "USD";

    /// <summary>Whether the prices are the user's, and not the estimate that comes with the program.</summary>
    public bool IsOfUser { get; private init; }

    /// <summary>What the user's price table names and this one does not know.</summary>
    public ImmutableArray<string> Unknown { get; private init; } = [];

    /// <summary>All kinds, by cloud and then in the order of the table.</summary>
    public ImmutableArray<MachineType> All { get; }

    /// <summary>The region that the prices of a cloud are of.</summary>
    public static string RegionOf(Cloud cloud) => Rows(cloud).Region;

    /// <summary>The day that the prices of a cloud are of.</summary>
    public DateOnly DateOf(Cloud cloud) => IsOfUser ? Date : Rows(cloud).Date;

    /// <summary>The kind of that name; null where the table has none.</summary>
    public MachineType? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Which Arm machines a region offers, as far as the table of the program knows.</summary>
    /// <remarks>It knows of Google and Azure; for Amazon, <see cref="InstanceSelector"/> can be asked.</remarks>
    public static ArmOffer OfferIn(Cloud cloud, string region)
    {
        var rows = Rows(cloud);
        if (rows.Regions.IsEmpty) return ArmOffer.Unknown(cloud, region, $"not known for {ArmOffer.Shown(region)}: ask {InstanceSelector.CommandFor(region)}");
        if (!rows.Regions.Contains(region)) return ArmOffer.Unknown(cloud, region, $"not known for {ArmOffer.Shown(region)}: the table of {rows.Date:yyyy-MM-dd} does not have that region");
        return ArmOffer.Of(cloud, region, $"the table of {rows.Date:yyyy-MM-dd}", rows.Types
            .Where(type => type.Architecture == "arm64" && rows.Offered.Any(row => row.Covers(type.Name) && row.Regions.Contains(region))).Select(type => type.Name));
    }

    /// <summary>The same machines with the prices of a user's table, and no others: prices of two days and two currencies are not to be compared.</summary>
    /// <param name="text">CSV, lines of <c>type,price</c>, or YAML with <c>prices</c>; both say their <c>date</c>, and a <c>currency</c> where it is not USD.</param>
    public Parsed<MachineTable> WithPrices(string text)
    {
        var read = PriceTable.Read(text);
        if (!read.TryGetValue(out var prices)) return Parsed.Problem<MachineTable>(read.Problem!);
        return Parsed.Value(new MachineTable(
            [.. All.Select(type => type with { PricePerHour = prices.Prices.TryGetValue(type.Name, out var price) ? price : null })], prices.Date)
        {
            Currency = prices.Currency,
            IsOfUser = true,
            Unknown = [.. prices.Prices.Keys.Where(name => Find(name) is null).Order(StringComparer.Ordinal)],
        });
    }

    private static MachineRows Rows(Cloud cloud) => Clouds.Value.First(rows => rows.Cloud == cloud);
}
