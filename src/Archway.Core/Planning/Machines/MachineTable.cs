using System.Collections.Immutable;
using Archway.Oci;

namespace Archway.Planning.Machines;

/// <summary>The kinds of machines that are known, with their shapes and an estimate of what they cost.</summary>
public sealed class MachineTable
{
    private MachineTable(DateOnly date, ImmutableArray<MachineType> all) => (Date, All) = (date, all);

    /// <summary>The table that comes with the program.</summary>
    public static MachineTable Embedded => throw new NotSupportedException();

    /// <summary>The day that the prices are of.</summary>
    public DateOnly Date { get; }

    /// <summary>What the prices are in.</summary>
    public string Currency { get; private init; } = "USD";

    /// <summary>Where the prices are from, fit to be shown.</summary>
    public string PricesFrom { get; private init; } = "the table of the program";

    /// <summary>What the user's price table names that this table does not know.</summary>
    public ImmutableArray<string> Unknown { get; private init; } = [];

    /// <summary>All kinds, by cloud and then in the order of the table.</summary>
    public ImmutableArray<MachineType> All { get; }

    /// <summary>The region that the prices of a cloud are of.</summary>
    public static string RegionOf(Cloud cloud) => cloud switch
    {
        Cloud.Aws => "us-east-1",
        Cloud.Google => "us-central1",
        _ => "eastus",
    };

    /// <summary>The kind of that name; null where the table has none.</summary>
    public MachineType? Find(string name) => All.FirstOrDefault(type => type.Name == name);

    /// <summary>The same machines with the prices of a user's table alone.</summary>
    /// <param name="text">CSV or YAML.</param>
    public Parsed<MachineTable> WithPrices(string text) => throw new NotSupportedException(text);
}
