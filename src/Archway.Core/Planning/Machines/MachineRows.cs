using System.Collections.Immutable;
using System.Globalization;
using Archway.Judging.Sources.Clouds;
using Archway.Placing.Scheduling;

namespace Archway.Planning.Machines;

/// <summary>The machines of one cloud, read from the table that comes with the program.</summary>
/// <remarks>
/// A line <c>cloud,region,date</c>, then one for each type, <c>name,architecture,processors,MiB,pods,price</c>, and how many GPUs it has where it has any; <c>regions,…</c> names the regions that the
/// source knows, and <c>offered,GLOB,…</c> those of them that offer these types.
/// </remarks>
internal sealed record MachineRows(Cloud Cloud, string Region, DateOnly Date, ImmutableArray<MachineType> Types, ImmutableArray<string> Regions, ImmutableArray<OfferedRow> Offered)
{
    // EKS recommends no more pods of a node, whatever its addresses: https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html
    private const int Large = 30;
    private const int MostOfSmall = 110;
    private const int MostOfLarge = 250;

    /// <summary>The table of a cloud.</summary>
    internal static MachineRows Read(string name)
    {
        using StreamReader reader = new(typeof(MachineRows).Assembly.GetManifestResourceStream("machines/" + name)!);
        string[][] rows = [.. reader.ReadToEnd().Split('\n').Where(line => line is not ("" or ['#', ..])).Select(line => line.Split(','))];
        var cloud = Enum.Parse<Cloud>(rows[0][0], ignoreCase: true);
        var types = rows.Where(row => row.Length is 6 or 7).Select(row => Type(cloud, row)).ToDictionary(type => type.Name, StringComparer.Ordinal);
        return new(
            cloud, rows[0][1], DateOnly.ParseExact(rows[0][2], "yyyy-MM-dd", CultureInfo.InvariantCulture),
            [.. rows.Where(row => row.Length is 6 or 7).Select(row => WithCounterpart(types[row[0]], types))],
            [.. rows.Where(row => row[0] == "regions").SelectMany(row => row[1].Split(' '))],
            [.. rows.Where(row => row[0] == "offered").Select(row => new OfferedRow(row[1], [.. row[2].Split(' ')]))]);
    }

    private static MachineType Type(Cloud cloud, string[] row)
    {
        var (processors, pods) = (Number(row[2]), Number(row[4]));
        MachineType type = new()
        {
            Name = row[0],
            Cloud = cloud,
            Architecture = row[1],
            Processors = processors,
            MemoryMiB = Number(row[3]),
            MostPods = cloud == Cloud.Aws ? Math.Min(pods, processors < Large ? MostOfSmall : MostOfLarge) : pods,
            PricePerHour = row[5].Length == 0 ? null : decimal.Parse(row[5], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture),
            Allocatable = ResourceAmounts.None,
            Gpus = row.Length > 6 ? Number(row[6]) : 0,
        };
        var left = NodeReserve.Leaves(type, pods);
        return type with { Allocatable = type.Gpus == 0 ? left : left.With(MachineType.GpuResource, type.Gpus * 1000) };
    }

    // Which family stands for which is known once, by the rules; here it only has to be a machine of that size.
    private static MachineType WithCounterpart(MachineType type, Dictionary<string, MachineType> types) =>
        type.Architecture == "amd64" && InstanceTypes.ArmOf(type.Name) is { } name && types.TryGetValue(name, out var arm)
        && arm.Processors == type.Processors && arm.MemoryMiB >= type.MemoryMiB
            ? type with { Counterpart = name }
            : type;

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>Types, and the regions that offer them.</summary>
/// <param name="Glob">Their names, with one star.</param>
/// <param name="Regions">The regions.</param>
internal sealed record OfferedRow(string Glob, ImmutableArray<string> Regions)
{
    /// <summary>Whether a type is one of them.</summary>
    internal bool Covers(string name)
    {
        var star = Glob.IndexOf('*', StringComparison.Ordinal);
        return name.Length >= Glob.Length - 1 && name.StartsWith(Glob.AsSpan(0, star), StringComparison.Ordinal)
            && name.EndsWith(Glob.AsSpan(star + 1), StringComparison.Ordinal);
    }
}
