using Archway.Assembling.Pipelines.Conversion;
using Archway.Cli.Files;
using Archway.Cli.Terminal;
using Archway.Fixing;
using Archway.Reading;

namespace Archway.Cli.Reports;

/// <summary>A workflow that is converted: the diff, or the file changed; and beside it what a person should know.</summary>
internal static class WorkflowReport
{
    internal static async Task<int> WriteAsync(PipelineOptions options, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (options.Template.Name != "github") throw new CommandException($"--from converts workflows of github, and writes none of {options.Template.Name}");
        if (options.Image is not null || options.Output is not null)
            throw new CommandException("--from changes a workflow that names its image itself: leave out --image and --output; --write changes the file");
        var file = Path.GetFullPath(options.From!, surroundings.WorkingFolder);
        if (!File.Exists(file)) throw new CommandException($"cannot read {options.From}: there is no such file");
        SourceTree tree = new(file);
        if (tree.FindText(tree.OnlyFile!) is not { } source) throw new CommandException($"cannot read {options.From}: it is no text, or larger than workflows are");
        SourceText named = new(Path.GetRelativePath(surroundings.WorkingFolder, file).Replace('\\', '/'), source.Text);
        var converted = WorkflowConversion.Convert(named, new() { Runners = options.Runners, Join = options.Join, ArchwayVersion = PipelineReport.Version });
        if (!converted.TryGetValue(out var workflow)) throw new CommandException(converted.Problem!);

        cancellationToken.ThrowIfCancellationRequested();
        var kept = RewrittenFile.Read(file, source.Text);
        if (!kept.TryGetValue(out var written)) throw new CommandException($"cannot change {options.From}: {kept.Problem}");
        if (options.Writes) written.Write(workflow.Text);
        else await surroundings.Output.WriteAsync(UnifiedDiff.Of(named.Path, source.Text, workflow.Text).AsMemory(), cancellationToken);
        foreach (var remark in workflow.Remarks) await surroundings.Error.WriteLineAsync(SafeText.Clean(remark));
        await surroundings.Error.WriteLineAsync(SafeText.Clean(options.Writes ? $"{named.Path} is changed" : $"--write changes {named.Path}"));
        return ExitCodes.Done;
    }
}
