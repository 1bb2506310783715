using Archway.Reading.Data;

namespace Archway.Reading.Builds;

/// <summary>The images that a piece of script builds.</summary>
internal static class ScriptBuilds
{
    // Each one is looked for in the text again, to tell its place.
    private const int MostBuilds = 1000;

    private static readonly string[] Marks = ["build", "bud", "kaniko"];

    /// <summary>Notes the builds in a document's script, which runs in <paramref name="folder"/> of the target.</summary>
    internal static void Add(DataNode? script, string? folder, ReadingContext context)
    {
        DataScalar[] texts = script is DataScalar scalar ? [scalar] : [.. (script?.Items ?? []).OfType<DataScalar>()];
        ScriptValues? values = null;
        foreach (var text in texts)
            foreach (var command in In(text.Value))
            {
                values ??= new(string.Join('\n', texts.Select(one => one.Value)));
                var dockerfile = BuildFiles.Find(context.Tree, command.FoldersWithin(folder ?? "", ""), command.Context, command.File);
                var inputs = CommandInputs.Of(command, values, context.Source);
                foreach (var name in command.Names.DefaultIfEmpty(null))
                    context.Builds.Add(new(name is null ? context.At(text) : context.At(text, name), name, dockerfile) { Inputs = inputs });
                foreach (var image in CommandInputs.Images(command.Contexts))
                    context.Add(ReadingContext.Occurrence(context.At(text, image), image, values.Fill(image), OccurrenceKind.CommandInScript));
            }
    }

    /// <summary>The commands of a script that build.</summary>
    internal static IEnumerable<BuildCommand> In(string script) =>
        // Most scripts build nothing, and are not taken apart.
        Marks.Any(mark => script.Contains(mark, StringComparison.Ordinal)) ? Commands(script).Take(MostBuilds) : [];

    private static IEnumerable<BuildCommand> Commands(string script)
    {
        string? folder = null;
        foreach (var words in ShellCommands.In(script))
        {
            if (BuildCommand.Of(words) is { } build) yield return build with { Folder = folder };
            // Further on it cannot be told where a script is, since each line of a recipe begins anew.
            folder = words is [var verb, var entered] && verb.TrimStart('@', '-') is "cd" or "pushd" ? entered : null;
        }
    }
}
