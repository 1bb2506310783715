using Archway.Judging.Sources.Dockerfiles;
using Archway.Reading;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources;

/// <summary>A rule about what a Dockerfile says.</summary>
internal abstract class DockerfileRule(string id, Severity severity) : SourceRule(id, severity)
{
    /// <summary>Every rule about Dockerfiles.</summary>
    internal static IReadOnlyList<SourceRule> Every { get; } =
    [
        new D101ConstantPlatform(),
        new D201DownloadForAmd64(),
        new D202DownloadForX8664(),
        new D203DownloadForX64(),
        new D204ChecksumOfOneArchitecture(),
        new D206AddForAmd64(),
        new D207LauncherForAmd64(),
        new D219CondaForX8664(),
    ];

    internal sealed override IEnumerable<SourceFinding> Check(SourceDocument document, RuleContext context) =>
        document is DockerfileDocument dockerfile ? Check(dockerfile, context) : [];

    /// <summary>What the rule finds in a Dockerfile.</summary>
    protected abstract IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, RuleContext context);
}
