using System.Globalization;
using Archway.Resolving;

namespace Archway.Judging.Rules;

/// <summary>An image that is far smaller or far older than its sibling for other processors.</summary>
internal sealed class I111FarFromSibling() : EntryRule("I111", Severity.Note)
{
    private const long LeastBytes = 20_000_000;
    private const int Times = 4;
    private const int MostDays = 180;

    // Reproducible builds write 1970 or 1980, and no image is older than Docker itself.
    private static readonly DateTimeOffset FirstDocker = new(2013, 3, 1, 0, 0, 0, TimeSpan.Zero);

    protected override string? Find(ChosenEntry chosen)
    {
        if (chosen is not { Entry: var entry, Sibling: { } sibling }) return null;
        string[] told = [.. new[] { Smaller(entry, sibling), Older(entry, sibling) }.OfType<string>()];
        return told.Length == 0 ? null : $"its {entry.Platform} image is {string.Join(", and ", told)}";
    }

    private static string? Smaller(PlatformFacts entry, PlatformFacts sibling) =>
        entry.LayerBytes is { } bytes && sibling.LayerBytes is > LeastBytes and var others && bytes < others / Times
            ? string.Create(CultureInfo.InvariantCulture,
                $"far smaller than its {sibling.Platform} image: {bytes / 1e6:0.0} MB against {others / 1e6:0.0} MB, compressed")
            : null;

    private static string? Older(PlatformFacts entry, PlatformFacts sibling) =>
        entry.Config?.Created is { } made && sibling.Config?.Created is { } others && made >= FirstDocker && (others - made).TotalDays > MostDays
            ? string.Create(CultureInfo.InvariantCulture,
                $"far older than its {sibling.Platform} image: made {made.UtcDateTime:yyyy-MM-dd} against {others.UtcDateTime:yyyy-MM-dd}")
            : null;
}
