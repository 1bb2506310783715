using Archway.Oci.Platforms;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A rule about one kind of downloads.</summary>
internal abstract class DownloadRule(string id, DownloadKind kind) : OneArchitectureRule(id, Severity.Blocker)
{
    protected sealed override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking, RuleContext context)
    {
        foreach (var download in DockerfileCode.Of(dockerfile).Downloads.Where(download => download.Kind == kind))
        {
            if (download.Stage is { } stage && IsLeftAlone(dockerfile, stage)) continue;
            var fix = DownloadFix.Of(dockerfile, download);
            var lack = ReleasedFile.LackOf(dockerfile, download, lacking, context.Catalog);
            // The name is known, and whether the release has that file is not.
            if (fix is { Safety: FixSafety.Safe } && download.Token.Spelling == ArchitectureSpelling.X8664 && !ReleasedFile.IsThere(dockerfile, download, lacking, context.Catalog))
                fix = fix with { Safety = FixSafety.Ask };
            // What is not there is not fetched under any name.
            var found = lack is not null
                ? Found(dockerfile.Source, download.Start, download.End - download.Start, $"the file is fetched for {download.Token.Text}, and {lack}",
                    fix is null ? null : fix with { Safety = FixSafety.ShowOnly }, lacking)
                : Found(dockerfile.Source, download.Start, download.End - download.Start,
                    (download.Variable is { } variable ? Message(variable, lacking) : Message(download, lacking)) + HeldBackBy(dockerfile, download, fix), fix, lacking);
            yield return found with { Stands = GivenElsewhere(dockerfile, download, context) };
        }
    }

    // What a build gives goes before the default, and then whoever gives it tells the architecture.
    private static Func<bool>? GivenElsewhere(DockerfileDocument dockerfile, Download download, RuleContext context) =>
        download.Variable is { IsDefault: true, Name: var name } ? () => !context.Given.Has(dockerfile.Source.Path, name) : null;

    /// <summary>What is so of the download, and what to do.</summary>
    protected abstract string Message(Download download, Platform lacking);

    private static string Message(WrittenArchitecture variable, Platform lacking) =>
        $"the file is fetched for {variable.Token.Text}, as {variable.Name} says here, and does not run on {lacking}; let {variable.Name} follow the platform of the build";

    private static string HeldBackBy(DockerfileDocument dockerfile, Download download, Fix? fix) =>
        fix is { Safety: not FixSafety.ShowOnly } ? ""
        : Checksums.In(dockerfile, download) is not null || Checksums.IsBeside(dockerfile, download) ? ", with the checksum beside it"
        : download.Stage is { } stage && DockerfileStages.IsOfBuildMachine(dockerfile, stage)
            ? "; ${BUILDARCH} is right for what runs in this stage, which is of the machine that builds"
        : IsAboveStages(download) ? ", in the stage that uses it, below an ARG TARGETARCH: above FROM not every builder fills that in"
        : fix is not null && download.Variable is not null ? "; what else names the architecture in the file, as a folder of what is fetched, has to follow too"
        : fix is not null ? ", and in the instructions that go on with the file by its name"
        : WhyNot(dockerfile, download) is { } why ? $"; {why}"
        : "";

    private static bool IsAboveStages(Download download) => download.Variable is { } variable ? variable is { Instruction: not null, Stage: null } : download.Stage is null;

    // What a fix would have to change besides.
    private static string? WhyNot(DockerfileDocument dockerfile, Download download) =>
        PlatformArguments.AreSetHere(dockerfile) ? "it is not changed by itself, as the file gives TARGETARCH a value of its own"
        : download.Of is not (var script, _, var word) ? null
        : script.IsList ? "it is not changed by itself, as no shell fills in variables here"
        : !script.IsFilledIn(word, download.Token.Start) ? "it is not changed by itself, as within single quotes nothing is filled in"
        : null;
}
