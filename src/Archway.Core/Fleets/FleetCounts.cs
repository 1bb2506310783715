using System.Text.Json.Serialization;

namespace Archway.Fleets;

/// <summary>How many stand how.</summary>
/// <param name="Verified">How many run, by what they hold.</param>
/// <param name="Ready">How many run, as far as is said of them.</param>
/// <param name="Change">How many are one change away.</param>
/// <param name="Unknown">How many nobody can tell of.</param>
/// <param name="Blocked">How many do not run.</param>
public readonly record struct FleetCounts(int Verified, int Ready, int Change, int Unknown, int Blocked)
{
    /// <summary>All of them.</summary>
    [JsonIgnore]
    public int All => Verified + Ready + Change + Unknown + Blocked;

    /// <summary>Whole percents that run, rounded down: only all is a hundred.</summary>
    [JsonIgnore]
    public int Percent => All == 0 ? 0 : (int)(100L * (Verified + Ready) / All);

    /// <summary>How many are of one standing.</summary>
    /// <param name="standing">The standing.</param>
    public int Of(Standing standing) => standing switch
    {
        Standing.Verified => Verified,
        Standing.Ready => Ready,
        Standing.Change => Change,
        Standing.Unknown => Unknown,
        _ => Blocked,
    };

    /// <summary>The same with more of one standing.</summary>
    /// <param name="standing">The standing.</param>
    /// <param name="more">How many more.</param>
    public FleetCounts With(Standing standing, int more = 1) => standing switch
    {
        Standing.Verified => this with { Verified = Verified + more },
        Standing.Ready => this with { Ready = Ready + more },
        Standing.Change => this with { Change = Change + more },
        Standing.Unknown => this with { Unknown = Unknown + more },
        _ => this with { Blocked = Blocked + more },
    };

    /// <summary>Two of them together.</summary>
    /// <param name="other">The other.</param>
    public FleetCounts Plus(FleetCounts other) =>
        new(Verified + other.Verified, Ready + other.Ready, Change + other.Change, Unknown + other.Unknown, Blocked + other.Blocked);

    internal FleetCounts Minus(FleetCounts other) =>
        new(Verified - other.Verified, Ready - other.Ready, Change - other.Change, Unknown - other.Unknown, Blocked - other.Blocked);
}
