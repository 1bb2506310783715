using System.Globalization;
using Archway.Knowing;

namespace Archway.Upgrading;

/// <summary>How near a version is to its release: 2 of beta in <c>1.0.0-beta.2</c>; the release itself stands behind all of them.</summary>
/// <param name="Rank">The place of its word among those of other stages.</param>
/// <param name="Number">Which one it is of its stage.</param>
internal readonly record struct PreReleaseStage(int Rank, long Number) : IComparable<PreReleaseStage>
{
    private const int MostDigits = 17;

    // Words for one stage stand together.
    private static readonly string[][] Stages = [["a", "alpha"], ["b", "beta"], ["m", "milestone"], ["pre", "preview"], ["rc", "cr"]];

    /// <summary>The release.</summary>
    internal static PreReleaseStage Release { get; } = new(Stages.Length, 0);

    /// <summary>The stage of a version that is before its release, and its suffix without the words for that.</summary>
    internal static (PreReleaseStage Stage, string Suffix) Of(string suffix)
    {
        var (stage, rest, wantsNumber) = (Release, new List<string>(), false);
        foreach (var word in suffix.ToLowerInvariant().Split(['-', '_', '+'], StringSplitOptions.RemoveEmptyEntries))
        {
            var letters = word.TrimEnd([.. "0123456789."]);
            if (TagSuffix.IsPreRelease(word))
            {
                stage = new(Array.FindIndex(Stages, words => words.Contains(letters)), NumberOf(word[letters.Length..].Trim('.')));
                wantsNumber = letters.Length == word.Length;
            }
            else if (wantsNumber && letters.Length == 0)
            {
                (stage, wantsNumber) = (stage with { Number = NumberOf(word) }, false);
            }
            else
            {
                rest.Add(word);
                wantsNumber = false;
            }
        }

        return (stage, string.Join('-', rest));
    }

    public int CompareTo(PreReleaseStage other) => Rank != other.Rank ? Rank.CompareTo(other.Rank) : Number.CompareTo(other.Number);

    // Of 1.2 the first counts, as in the tags of most projects.
    private static long NumberOf(string digits) =>
        digits.Split('.')[0] is { Length: > 0 and <= MostDigits } first && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
