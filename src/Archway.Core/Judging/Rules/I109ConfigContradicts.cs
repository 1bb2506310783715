using Archway.Resolving;

namespace Archway.Judging.Rules;

/// <summary>An image's config that says another architecture than the index it stands in.</summary>
internal sealed class I109ConfigContradicts() : EntryRule("I109", Severity.Note)
{
    protected override string? Find(ChosenEntry chosen)
    {
        var entry = chosen.Entry;
        if (Likeness.Contradiction(entry) is not { } said) return null;
        if (entry.Content is null && I107SameContent.TellsContradiction(chosen)) return null;
        return $"its index lists {entry.Platform}, but the config of that entry says {said}: a fault of the build, harmless where the content is "
            + $"{entry.Platform}'s{(entry.Content is null ? "; --verify tells" : "")}";
    }
}
