using System.Collections.Immutable;
using Archway.Reading;
using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>The steps of a Google Cloud Build configuration, which run one after the other on one machine; of Arm there is none.</summary>
/// <remarks><see href="https://cloud.google.com/build/docs/build-config-file-schema"/></remarks>
internal static class CloudBuildJobs
{
    internal static IEnumerable<PipelineJob> In(SourceText source, DataNode root)
    {
        ImmutableArray<PipelineCommand> commands = [.. (root["steps"]?.Items ?? []).SelectMany(step => CommandsOf(source, step))];
        // What is listed there is pushed when the steps are done.
        var pushed = (root["images"]?.Items ?? []).Select(image => image.Text).OfType<string>();
        yield return PlainJobs.Of(source, root, new(Machines.Amd64), name => root["substitutions"]?[name]?.Text, pushed, commands);
    }

    private static IEnumerable<PipelineCommand> CommandsOf(SourceText source, DataNode step)
    {
        foreach (var command in ScriptCommands.In(source, step["script"])) yield return command;
        DataScalar[] arguments = [.. (step["args"]?.Items ?? []).OfType<DataScalar>()];
        if (arguments is [] || step["name"] is not DataScalar builder) yield break;
        if (arguments[0].Value is "-c" or "-ec" or "-exc")
        {
            foreach (var command in ScriptCommands.In(source, arguments.ElementAtOrDefault(1))) yield return command;
            yield break;
        }

        var tool = step["entrypoint"] as DataScalar ?? builder;
        // The builder's own name says which tool the arguments are for.
        var name = builder.Value.Contains("kaniko-project/executor", StringComparison.Ordinal) ? "/kaniko/executor"
            : tool.Value.Split(':', '@')[0] is var path ? path[(path.LastIndexOf('/') + 1)..] : "";
        yield return new([new(tool.Start, tool.Start + tool.Length, name), .. arguments.Select(word => new ShellWord(word.Start, word.Start + word.Length, word.Value))]);
    }
}
