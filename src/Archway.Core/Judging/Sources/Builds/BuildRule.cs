using Archway.Judging.Sources.Pipelines;

namespace Archway.Judging.Sources.Builds;

/// <summary>A rule about what builds images, in whatever kind of file that stands.</summary>
internal abstract class BuildRule(string id, Severity severity) : SourceRule(id, severity)
{
    /// <summary>Every rule about builds.</summary>
    internal static IReadOnlyList<SourceRule> Every { get; } =
    [
        new B105BuildFileForAmd64(),
        new B107LostPlatform(),
        new B108MachineOfX86(),
    ];
}
