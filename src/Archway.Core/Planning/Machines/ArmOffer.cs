using System.Collections.Frozen;

namespace Archway.Planning.Machines;

/// <summary>Which Arm machines a region of a cloud offers, as far as that is known.</summary>
public sealed class ArmOffer
{
    private const int LongestRegion = 64;
    private readonly FrozenSet<string>? _types;

    private ArmOffer(Cloud cloud, string region, string says, FrozenSet<string>? types) => (Cloud, Region, Says, _types) = (cloud, region, says, types);

    /// <summary>The cloud.</summary>
    public Cloud Cloud { get; }

    /// <summary>The region that was asked about.</summary>
    public string Region { get; }

    /// <summary>Who says so; where nothing is known, why, and what to do.</summary>
    public string Says { get; }

    /// <summary>Whether anything is known.</summary>
    public bool IsKnown => _types is not null;

    /// <summary>The types that it offers, in the order of their names; none where nothing is known.</summary>
    public IEnumerable<string> Types => (_types ?? []).Order(StringComparer.Ordinal);

    /// <summary>Whether the region offers a type; null where that is not known.</summary>
    public bool? Has(string type) => _types?.Contains(type);

    /// <summary>A region that offers these.</summary>
    internal static ArmOffer Of(Cloud cloud, string region, string says, IEnumerable<string> types) => new(cloud, region, says, types.ToFrozenSet(StringComparer.Ordinal));

    /// <summary>A region of which nothing is known.</summary>
    internal static ArmOffer Unknown(Cloud cloud, string region, string why) => new(cloud, region, why, null);

    /// <summary>A region as it can stand in a sentence.</summary>
    internal static string Shown(string region) =>
        region.Length is > 0 and <= LongestRegion && region.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? region : "a region of that name";
}
