using System.Text;
using Archway.Assembling.Pipelines;
using Archway.Cli.Files;
using Archway.Cli.Terminal;

namespace Archway.Cli.Reports;

/// <summary>A pipeline, where the user wants it.</summary>
internal static class PipelineReport
{
    internal static async Task<int> WriteAsync(PipelineOptions options, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (options.From is not null) return await WorkflowReport.WriteAsync(options, surroundings, cancellationToken);
        if (options.Writes) throw new CommandException("--write changes the workflow that --from names; --output FILE keeps a new definition");
        if (options.Image is not { } image) throw new CommandException("which image is built? Name it: --image ghcr.io/acme/api:1.0");
        var written = options.Template.Write(new()
        {
            Image = image,
            Platforms = options.Platforms,
            Runners = options.Runners,
            Context = options.Context,
            Dockerfile = options.Dockerfile,
            Branch = options.Branch,
            Join = options.Join,
            ArchwayVersion = Version,
        });
        if (!written.TryGetValue(out var text)) throw new CommandException(written.Problem!);
        if (options.Output is not { } output || OutputFile.IsStandardOutput(output)) await surroundings.Output.WriteAsync(text.AsMemory(), cancellationToken);
        else Keep(text, output, options.Template, surroundings);
        return ExitCodes.Done;
    }

    /// <summary>The version of this program, as a package is named by it.</summary>
    internal static string Version => ProgramVersion.Text.Split('+')[0];

    private static void Keep(string text, string output, PipelineTemplate template, Surroundings surroundings)
    {
        var path = Path.GetFullPath(output, surroundings.WorkingFolder);
        if (Path.EndsInDirectorySeparator(output) || Directory.Exists(path)) path = Path.Combine(path, template.CustomaryFile);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = OutputFile.Open(path, isPrivate: false);
        file.Stream.Write(Encoding.UTF8.GetBytes(text));
        file.Keep();
        surroundings.Error.WriteLine(SafeText.Clean($"written to {Path.GetRelativePath(surroundings.WorkingFolder, path)}"));
    }
}
