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
        new D102RedundantPlatform(),
        new D103FinalStageOfBuildMachine(),
        new D104DefaultOnPlatformArgument(),
        new D105UndeclaredPlatformArgument(),
        new D106ImageNamedForAmd64(),
        new D111BaseAtItsEnd(),
        new D201DownloadForAmd64(),
        new D202DownloadForX8664(),
        new D203DownloadForX64(),
        new D204ChecksumOfOneArchitecture(),
        new D205FileThatIsNotThere(),
        new D206AddForAmd64(),
        new D207LauncherForAmd64(),
        new D208AptSourceForAmd64(),
        new D209PackageForAmd64(),
        new D210Package32Bit(),
        new D211PackageOfX86(),
        new D212LibraryPathOfX8664(),
        new D213JavaHomeForAmd64(),
        new D214GoForAmd64(),
        new D215RustForX8664(),
        new D216DotnetForX64(),
        new D217CompilerFlagOfX86(),
        new D218CompilerFlagOfBuilder(),
        new D219CondaForX8664(),
        new D220PackagesForcedToX64(),
        new D221NeedsOfX86(),
        new D222BuildMachineAsked(),
        new D223EmulatorInImage(),
        new D224CopiedBinaryForAmd64(),
        new D225DockerfilePerArchitecture(),
    ];

    internal sealed override IEnumerable<SourceFinding> Check(SourceDocument document, RuleContext context) =>
        document is DockerfileDocument dockerfile ? Check(dockerfile, context) : [];

    /// <summary>What the rule finds in a Dockerfile.</summary>
    protected abstract IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, RuleContext context);
}
