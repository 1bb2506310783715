using Archway.Reading;

namespace Archway.Judging.Sources.Nodes;

/// <summary>A rule about groups of nodes of AWS as their sources write them.</summary>
internal abstract class NodeRule(string id, Severity severity) : SourceRule(id, severity)
{
    /// <summary>Every rule about groups and pools of nodes.</summary>
    internal static IReadOnlyList<SourceRule> Every { get; } =
    [
        new N101TaintTagWithoutEffect(),
        new N102TagOfOtherArchitecture(),
        new N103TagOfNothing(),
        new N104SettingWithoutTag(),
        new N105MachinesOfBoth(),
        new N106TaintTagOfEksctl(),
        new N107TaintWithoutValue(),
        new N108ImageOfOtherArchitecture(),
        new N109PoolOfNoNode(),
    ];

    internal sealed override IEnumerable<SourceFinding> Check(SourceDocument document, RuleContext context)
    {
        // What several groups share through an anchor is told once.
        HashSet<(SourceSpan, string)> told = [];
        foreach (var group in NodeGroup.In(document))
            foreach (var found in Check(group))
                if (told.Add((found.Finding.At, found.Finding.Message))) yield return found;
    }

    /// <summary>What the rule finds in a group.</summary>
    protected abstract IEnumerable<SourceFinding> Check(NodeGroup group);

    private protected SourceFinding Found(NodeGroup group, WrittenWord at, string message, string title = "", params ReadOnlySpan<Edit?> edits)
    {
        var all = edits.ToArray().OfType<Edit>().ToArray();
        return Found(group.Source, at.Start, at.Length, message, edits.Length > 0 && all.Length == edits.Length ? new(title, FixSafety.Ask, [.. all]) : null);
    }
}
