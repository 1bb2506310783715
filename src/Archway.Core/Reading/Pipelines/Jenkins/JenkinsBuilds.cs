using Archway.Oci;
using Archway.Reading.Builds;

namespace Archway.Reading.Pipelines.Jenkins;

/// <summary>Agents that are built from a Dockerfile of the repository.</summary>
/// <remarks><see href="https://www.jenkins.io/doc/book/pipeline/syntax/#agent-parameters"/></remarks>
internal static class JenkinsBuilds
{
    /// <summary>Notes the build of an agent with these settings; one whose Dockerfile cannot be told is left alone.</summary>
    internal static void Add(SourceSpan at, Dictionary<string, Parsed<string>> settings, ReadingContext context)
    {
        if (Setting("filename", "Dockerfile") is not { } file || Setting("dir", ".") is not { } folder) return;
        if (BuildFiles.Find(context.Tree, [folder], ".", file) is not { } dockerfile) return;
        context.Builds.Add(new(at, null, dockerfile) { Inputs = Inputs(Setting("additionalBuildArgs", "") ?? "", context.Source) });

        string? Setting(string name, string usual) => settings.TryGetValue(name, out var value) ? value.Value : usual;
    }

    private static BuildInputs Inputs(string arguments, SourceText source)
    {
        var inputs = BuildInputs.None;
        var words = ShellCommands.In(arguments).FirstOrDefault() ?? [];
        for (var i = 0; i < words.Count; i++)
        {
            var argument = words[i] == "--build-arg" && i + 1 < words.Count ? words[++i]
                : words[i].StartsWith("--build-arg=", StringComparison.Ordinal) ? words[i]["--build-arg=".Length..] : "";
            if (argument.Split('=', 2) is [var name, var value]) inputs = inputs.With(name, Told(value), source);
        }

        return inputs;
    }

    private static Parsed<string> Told(string value) => value.Contains('$', StringComparison.Ordinal)
        ? Parsed.Problem<string>($"{value} has a value only when the pipeline runs")
        : Parsed.Value(value);
}
