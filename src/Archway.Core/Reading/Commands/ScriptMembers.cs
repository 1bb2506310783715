using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Commands;

/// <summary>The scripts within a YAML document, as the steps of a pipeline are, read for the images that their commands run.</summary>
/// <param name="context">The file, and where to put what is found.</param>
internal sealed class ScriptMembers(ReadingContext context)
{
    private static readonly HashSet<string> Names =
    [
        "run", "script", "scripts", "before_script", "after_script", "commands", "cmds", "cmd", "bash", "shell", "powershell", "pwsh", "command", "args",
        "entrypoint", "inlineScript", "source", "runcmd",
        // Travis has a name for every phase.
        "before_install", "install", "after_success", "after_failure", "before_deploy", "after_deploy", "before_cache",
    ];

    // However many aliases repeat a script, it is read once.
    private readonly HashSet<int> _read = [];

    /// <summary>Reads every script of a document.</summary>
    internal void Read(DataNode node)
    {
        if (node is DataMapping) ReadWords(node);
        foreach (var (key, value) in node.Members)
        {
            // Development containers call theirs postCreateCommand and the like.
            if (value is DataMapping || !(Names.Contains(key.Value) || key.Value.EndsWith("Command", StringComparison.Ordinal))) Read(value);
            else ReadEntries(value);
        }
        foreach (var item in node.Items) Read(item);
    }

    /// <summary>Reads a script, or several in lists, which aliases bring into each other.</summary>
    private void ReadEntries(DataNode entries)
    {
        if (entries is DataScalar script) ReadScript(script);
        else if (entries is DataMapping) Read(entries);
        else foreach (var entry in entries.Items) ReadEntries(entry);
    }

    private void ReadScript(DataScalar script)
    {
        var (text, start, end) = (context.Source.Text, script.Start, script.Start + script.Length);
        if (start >= end || !_read.Add(start)) return;
        var isBlock = text[start] is '|' or '>' && !script.IsPlain;
        var isOneLine = !isBlock || text[start] == '>';
        if (isBlock) start = text.IndexOf('\n', start, end - start) is >= 0 and var header ? header + 1 : end;
        else if (text[start] is '"' or '\'') (start, end) = (start + 1, end - 1);
        if (start < end) new CommandReader(context, OccurrenceKind.CommandInScript, new(script.Value)).Read(text, start, end, isOneLine);
    }

    /// <summary>Reads a command that is written as a list of its words: <c>command: [docker, run, alpine]</c>, or a tool and its <c>args</c>.</summary>
    private void ReadWords(DataNode step)
    {
        var tool = step["command"] ?? step["entrypoint"] ?? step["path"] ?? (step["args"] is null ? null : step["name"]);
        DataScalar[] scalars = [.. new[] { tool, step["args"] }.SelectMany(part => part is DataScalar one ? [one] : part?.Items ?? []).OfType<DataScalar>()];
        if (scalars is not [var first, _, ..] || !_read.Add(-first.Start - 1)) return;
        List<ShellWord> words = [.. scalars.Select(word => new ShellWord(word.Start, word.Start + word.Length, word.Value))];
        // The builder of Cloud Build has the name of the tool that it runs.
        if (tool == step["name"]) words[0] = words[0] with { Text = ToolOf(first.Value) };
        new CommandReader(context, OccurrenceKind.CommandInScript, new("")).ReadWords(words);
    }

    private static string ToolOf(string builder) => builder.StartsWith("gcr.io/cloud-builders/", StringComparison.Ordinal)
        ? builder[(builder.LastIndexOf('/') + 1)..].Split(':', '@')[0]
        : "";
}
