using Archway.Judging.Sources.Dockerfiles;
using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>A program for 64-bit x86 that a job fetches on an Arm machine, or on one that has to become one.</summary>
internal sealed class B106DownloadForAmd64() : PipelineRule("B106", Severity.Blocker)
{
    private static readonly string[] Fetchers = ["curl", "wget", "aria2c"];
    // Each is looked for in the whole file under its name for Arm.
    private const int MostDownloads = 200;

    // What images of Debian and Ubuntu are called by, or those of CircleCI, which stand on Ubuntu.
    private static readonly string[] OfDebian = ["debian", "ubuntu", "cimg/", "buildpack-deps", "bullseye", "bookworm", "trixie", "focal", "jammy", "noble"];

    private static readonly string[] Checkers = ["sha256sum", "sha512sum", "shasum", "sha1sum", "md5sum"];

    protected override IEnumerable<SourceFinding> Check(Pipeline pipeline, RuleContext context)
    {
        if (NativeBuild.Missing(context) is not [{ Canonical: "linux/arm64" } lacking, ..]) yield break;
        HashSet<PipelineJob> native = new(ReferenceEqualityComparer.Instance);
        // Of Cloud Build there are no such machines.
        if (pipeline.Service != PipelineService.CloudBuild) native.UnionWith(NativeBuild.In(pipeline).Select(build => build.Job));
        HashSet<int> seen = [];
        (Fetched Of, Fix? Fix)? last = null;
        foreach (var fetched in In(pipeline, native).Take(MostDownloads))
        {
            if (!seen.Add(fetched.Start)) continue;
            // What one fix changes in a step, it changes for all of the same word.
            if (last is not var (of, _) || !ReferenceEquals(of.Step, fetched.Step) || of.Token.Text != fetched.Token.Text) last = (fetched, Fix(pipeline, fetched.Job, fetched.Step, fetched.Token));
            var (isArm, token) = (IsOnArm(fetched.Job), fetched.Token);
            var lack = ReleasedFile.LackOf(pipeline.Source.Text[fetched.Start..fetched.End], lacking, context.Catalog, _ => null);
            var found = Found(pipeline.Source, fetched.Start, fetched.End - fetched.Start, lack is not null
                ? $"this is fetched for {token.Text}, and {lack}"
                : isArm
                ? $"this job runs on Arm, and what it fetches is for {token.Text}: take the architecture of the machine"
                : $"this is fetched for {token.Text}, and fails when the job moves to a machine for {lacking} to build its image there",
                lack is null || last.Value.Fix is null ? last.Value.Fix : last.Value.Fix with { Safety = FixSafety.ShowOnly }, lacking);
            yield return isArm ? found : found with { Finding = found.Finding with { Severity = Severity.Warning } };
        }
    }

    private static bool IsOnArm(PipelineJob job) => job.Machine.Kinds.HasFlag(Machines.Arm);

    private static IEnumerable<Fetched> In(Pipeline pipeline, HashSet<PipelineJob> native)
    {
        foreach (var job in pipeline.Jobs)
        {
            // What a job for several systems fetches for Linux, it fetches in some of its runs, and which these are is not followed here.
            if (job.Machine.Kinds.HasFlag(Machines.Other) || (!IsOnArm(job) && !native.Contains(job))) continue;
            foreach (var step in job.Steps)
                foreach (var fetched in In(pipeline, job, step)) yield return fetched;
        }
    }

    private static IEnumerable<Fetched> In(Pipeline pipeline, PipelineJob job, PipelineStep step)
    {
        // Whether the step runs at all may hang on the architecture.
        if (step.Node["if"]?.Text is { } condition && (condition.Has("matrix.") || condition.Has("runner.") || condition.Has("arch"))) yield break;
        var text = pipeline.Source.Text;
        var commands = CommandsOf(step);
        if (!commands.Any(Fetches)) yield break;
        ShellChoices choices = new(text, ShellConstructs.Of(step.Commands.Select(command => command.Words)), commands);
        foreach (var command in commands.Where(Fetches))
            foreach (var word in command)
                foreach (var (start, end) in WebAddress.In(text, word.Start, word.End))
                    if (Downloads.TokenIn(text, namesArm: true, start, end) is { } token && !choices.IsChosen(token.Start))
                        yield return new(job, step, start, end, token);
    }

    private static bool Fetches(ShellWord[] command) => command.Any(word => Fetchers.Contains(word.Text));

    private static ShellWord[][] CommandsOf(PipelineStep step) =>
        [.. step.Commands.Select(command => ShellConstructs.WithoutKeywords(command.Words)).Where(command => command.Length > 0)];

    /// <summary>Every word of the step that names the architecture as this one does, taken from the machine; null where one of them may not be.</summary>
    private static Fix? Fix(Pipeline pipeline, PipelineJob job, PipelineStep step, ArchitectureToken token)
    {
        var with = token.Text switch
        {
            "amd64" when HasDpkg(pipeline, job) => "$(dpkg --print-architecture)",
            "x86_64" => "$(uname -m)",
            _ => null,
        };
        var text = pipeline.Source.Text;
        if (with is null || pipeline.Service is not (PipelineService.GitHub or PipelineService.GitLab or PipelineService.CircleCI)) return null;
        List<Edit> edits = [];
        foreach (var command in CommandsOf(step))
        {
            if (command.Any(word => Checkers.Contains(word.Text))) return null;
            foreach (var word in command)
            {
                foreach (var one in ArchitectureToken.In(text, word.Start, word.End))
                {
                    if (one.Text != token.Text || ShellQuotes.IsLiteral(text, word.Start, one.Start) || command[0].Text is "sed" or "docker") return null;
                    edits.Add(Edit.Of(pipeline.Source, one.Start, one.Text.Length, with));
                }
            }
        }

        return new($"take {with}", FixSafety.Ask, [.. edits]);
    }

    /// <summary>Whether a job's commands run on Debian or Ubuntu for certain, which alone have dpkg; Alpine and others have not.</summary>
    private static bool HasDpkg(Pipeline pipeline, PipelineJob job)
    {
        var container = job.Node["container"] ?? job.Node["image"] ?? job.Node["docker"]?.Items.FirstOrDefault();
        var image = container is DataScalar ? container.Text : (container?["image"] ?? container?["name"])?.Text;
        return image is null
            ? container is null && (pipeline.Service == PipelineService.GitHub || job.Node["machine"] is not null)
            : OfDebian.Any(name => image.Has(name)) && !image.Has("$");
    }

    /// <summary>A file that a step fetches for 64-bit x86.</summary>
    private sealed record Fetched(PipelineJob Job, PipelineStep Step, int Start, int End, ArchitectureToken Token);
}
