using System.Globalization;

namespace Archway.Bench;

/// <summary>One figure of the table, beside what it is held to.</summary>
/// <param name="Figure">What was measured.</param>
/// <param name="Ours">What Archway takes.</param>
/// <param name="Beside">What the floor or the peer takes.</param>
/// <param name="Measured">How the two stand to each other.</param>
/// <param name="Bound">What that may be.</param>
/// <param name="IsMet">Whether it is; null where nothing is held to it, or it could not be measured.</param>
internal sealed record Row(string Figure, string Ours, string Beside, string Measured, string Bound, bool? IsMet)
{
    /// <summary>A time against a floor, of which it may be so many times.</summary>
    internal static Row AtMost(double bound, string figure, double ours, string floor, double other) =>
        Of(figure, Time(ours), $"{floor} {Time(other)}", ours / other, $"at most {bound.ToString(CultureInfo.InvariantCulture)}×", ours / other <= bound);

    /// <summary>A time against a peer's, which must be so many times as long.</summary>
    internal static Row TimesFaster(double bound, string figure, double ours, string peer, double other) =>
        Of(figure, Time(ours), $"{peer} {Time(other)}", other / ours, $"at least {bound.ToString(CultureInfo.InvariantCulture)}×", other / ours >= bound);

    /// <summary>Memory at its peak, in decimal megabytes.</summary>
    internal static Row Memory(long bound, string figure, long bytes) =>
        new(figure, $"{bytes / 1_000_000} MB", "", "", $"under {bound} MB", bytes < bound * 1_000_000);

    /// <summary>A number of requests, which is the same on every machine.</summary>
    internal static Row Requests(string figure, string asked, string bound, bool isMet) => new(figure, asked, "", "", bound, isMet);

    /// <summary>A figure that needs what this machine lacks.</summary>
    internal static Row NotHere(string figure, string missing) => new(figure, "", $"not here: {missing}", "", "", null);

    /// <inheritdoc/>
    public override string ToString() =>
        $"| {Figure} | {Ours} | {Beside} | {Measured} | {Bound} | {IsMet switch { true => "met", false => "**missed**", null => "" }} |";

    private static Row Of(string figure, string ours, string beside, double ratio, string bound, bool isMet) =>
        new(figure, ours, beside, string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}×"), bound, isMet);

    private static string Time(double milliseconds) => milliseconds.ToString(milliseconds < 10 ? "0.00" : "0", CultureInfo.InvariantCulture) + " ms";
}
