using System.Globalization;
using Archway.Resolving;

namespace Archway.Judging.Rules;

/// <summary>The same lowest layer under two platforms that cannot run each other's programs, below layers that differ.</summary>
internal sealed class I108SameBase() : EntryRule("I108", Severity.Warning)
{
    // Certificates and time zones have less, and are the same everywhere; no system that programs stand on has.
    private const long MostData = 1024 * 1024;

    protected override string? Find(ChosenEntry chosen)
    {
        if (chosen is not { Entry: { Content: null } entry, Sibling: { } sibling } || Likeness.HaveSameLayers(entry, sibling)) return null;
        return Likeness.SharedBase(entry, sibling) is { Size: > MostData and var size } lowest
            ? string.Create(CultureInfo.InvariantCulture,
                $"its {entry.Platform} and {sibling.Platform} entries stand on the very same base layer {lowest.Digest} ({size / 1e6:0.0} MB), which is ")
                + "right only if it holds no machine code, or that of both; --verify tells"
            : null;
    }
}
