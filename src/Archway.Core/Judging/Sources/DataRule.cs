using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources;

/// <summary>A rule about what a YAML or JSON document says.</summary>
internal abstract class DataRule(string id, Severity severity) : SourceRule(id, severity)
{
    /// <summary>Every rule about such documents.</summary>
    internal static IReadOnlyList<SourceRule> Every { get; } = [];

    internal sealed override IEnumerable<SourceFinding> Check(SourceDocument document, RuleContext context) =>
        document is DataDocument { Format: not null } data ? Check(data, context) : [];

    /// <summary>What the rule finds in a document, whose <see cref="DataDocument.Format"/> says of what kind it is.</summary>
    protected abstract IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context);
}
