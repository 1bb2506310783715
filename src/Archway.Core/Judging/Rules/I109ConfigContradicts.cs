using Archway.Resolving;

namespace Archway.Judging.Rules;

/// <summary>An image's config that says another architecture than the index it stands in.</summary>
internal sealed class I109ConfigContradicts() : EntryRule("I109", Severity.Note)
{
    protected override string? Find(ChosenEntry chosen) => Likeness.Contradiction(chosen.Entry) is { } said && !I107SameContent.TellsContradiction(chosen)
        ? $"its index lists {chosen.Entry.Platform}, but the config of that entry says {said}: a fault of the build, harmless where the content is "
            + $"{chosen.Entry.Platform}'s; --verify tells"
        : null;
}
