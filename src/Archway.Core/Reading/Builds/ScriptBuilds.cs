using Archway.Reading.Data;

namespace Archway.Reading.Builds;

/// <summary>The images that a piece of script builds.</summary>
internal static class ScriptBuilds
{
    // Each one is looked for in the text again, to tell its place.
    private const int MostBuilds = 1000;

    /// <summary>Notes the builds in a document's script, which runs in <paramref name="folder"/> of the target.</summary>
    internal static void Add(DataNode? script, string? folder, ReadingContext context)
    {
        foreach (var text in script is DataScalar scalar ? [scalar] : (script?.Items ?? []).OfType<DataScalar>())
            foreach (var (name, command) in In(text.Value))
            {
                var dockerfile = BuildFiles.Find(context.Tree, command.FoldersWithin(folder ?? "", ""), command.Context, command.File);
                context.Builds.Add(new(context.At(text, name), name, dockerfile));
            }
    }

    /// <summary>Each image that a script's commands name and build.</summary>
    internal static IEnumerable<(string Name, BuildCommand Command)> In(string script) =>
        // Most scripts build nothing, and are not taken apart.
        !script.Contains("build", StringComparison.Ordinal) && !script.Contains("bud", StringComparison.Ordinal)
            ? []
            : Commands(script).SelectMany(command => command.Names.Select(name => (name, command))).Take(MostBuilds);

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
