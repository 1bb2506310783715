using Archway.Judging.Sources.Clouds;
using Archway.Judging.Sources.Compose;
using Archway.Judging.Sources.Data;
using Archway.Judging.Sources.Kubernetes;
using Archway.Oci.Platforms;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources;

/// <summary>A rule about what a YAML or JSON document says.</summary>
internal abstract class DataRule(string id, Severity severity) : SourceRule(id, severity)
{
    /// <summary>Every rule about such documents.</summary>
    internal static IReadOnlyList<SourceRule> Every { get; } =
    [
        new A101MachineImageOfX86(),
        new C101PlatformOfService(),
        new C102PlatformsOfBuild(),
        new C103ImageOfAmd64(),
        new C104DefaultPlatform(),
        new C105BuildOfAmd64(),
        new E101TaskOfX86(),
        new E102ServiceOfX86(),
        new G105GpuAmount(),
        new K101SelectorOfAmd64(),
        new K102AffinityOfAmd64(),
        new K103ImageOfAmd64(),
        new K104OldLabel(),
        new K105InstanceTypeOfX86(),
        new K107TaintOfArm(),
        new K110ValuesForAmd64(),
        new K111PathOfX86(),
        new K112PoolOfAmd64(),
        new K113NothingKeepsOff(),
        new K114WildcardToleration(),
        new L101FunctionOfX86(),
    ];

    internal sealed override IEnumerable<SourceFinding> Check(SourceDocument document, RuleContext context) =>
        document is DataDocument { Format: not null } data ? Check(data, context) : [];

    /// <summary>The finding at a place that names an image for amd64.</summary>
    private protected SourceFinding Found(NamedForAmd64 named, SourceText source, Platform lacking) => Found(source, source.OffsetOf(named.At), named.At.Length,
        $"the image is named for amd64; its name for every architecture would be {named.Bare}",
        named.Edit is { } edit ? new($"ask for {edit.With}", FixSafety.Safe, edit) : null, lacking) with
    {
        Needs = [named.Bare],
        UnlessRuns = named.Image,
    };

    /// <summary>What the rule finds in a document, whose <see cref="DataDocument.Format"/> says of what kind it is.</summary>
    protected abstract IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context);
}
