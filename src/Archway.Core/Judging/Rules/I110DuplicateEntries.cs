using Archway.Resolving;

namespace Archway.Judging.Rules;

/// <summary>Several entries for one platform that stand for different images.</summary>
internal sealed class I110DuplicateEntries() : EntryRule("I110", Severity.Warning)
{
    private const int Shown = 3;

    protected override string? Find(ChosenEntry chosen)
    {
        var rivals = chosen.Rivals.Where(rival => !Likeness.HaveSameLayers(rival, chosen.Entry)).ToArray();
        if (rivals.Length == 0) return null;
        var all = rivals.Prepend(chosen.Entry).Select(entry => entry.Manifest.Digest).Distinct().ToArray();
        var more = all.Length > Shown ? $" and {all.Length - Shown} more" : "";
        return $"its index has {all.Length} entries for {chosen.Entry.Platform}, and runtimes differ in which they take: "
            + $"{string.Join(", ", all.Take(Shown).Select(digest => digest.ToString()))}{more}";
    }
}
