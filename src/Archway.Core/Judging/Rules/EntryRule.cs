using Archway.Reading;
using Archway.Resolving;

namespace Archway.Judging.Rules;

/// <summary>A rule about the entry of an index that a platform takes, held beside the others: what can be told of a lie without reading any content.</summary>
internal abstract class EntryRule(string id, Severity severity) : ImageRule(id, severity)
{
    /// <summary>Every such rule; each speaks for itself, beside what the status says.</summary>
    internal static IReadOnlyList<EntryRule> Entries { get; } =
    [
        new I107SameContent(),
        new I108SameBase(),
        new I109ConfigContradicts(),
        new I110DuplicateEntries(),
        new I111FarFromSibling(),
    ];

    /// <summary>What the rule says of the entry, in one sentence; null when it does not speak of it.</summary>
    protected abstract string? Find(ChosenEntry chosen);

    /// <summary>What is to be known of the entry beside its status; null when there is nothing.</summary>
    internal Remark? Remark(ChosenEntry chosen) => Find(chosen) is { } message ? new(Id, message) : null;

    protected override string? Message(ImageOccurrence place, TargetJudgement target) =>
        target.Remarks.FirstOrDefault(remark => remark.Rule == Id) is { } remark ? $"{place.Name}: {remark.Message}" : null;

    // It speaks of the entry alone.
    protected override IEnumerable<string> AdviceOf(ImageJudgement image) => [];
}
