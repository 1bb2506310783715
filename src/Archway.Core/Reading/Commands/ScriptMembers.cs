using Archway.Reading.Data;

namespace Archway.Reading.Commands;

/// <summary>The scripts within a YAML document, as the steps of a pipeline are, read for the images that their commands run.</summary>
/// <param name="context">The file, and where to put what is found.</param>
internal sealed class ScriptMembers(ReadingContext context)
{
    private static readonly HashSet<string> Names =
        ["run", "script", "scripts", "before_script", "after_script", "commands", "cmds", "bash", "command", "inlineScript"];

    // However many aliases repeat a script, it is read once.
    private readonly HashSet<int> _read = [];

    /// <summary>Reads every script of a document.</summary>
    internal void Read(DataNode node)
    {
        foreach (var (key, value) in node.Members)
        {
            if (!Names.Contains(key.Value) || value is DataMapping) Read(value);
            else if (value is DataScalar script) ReadScript(script);
            else foreach (var entry in value.Items) ReadEntry(entry);
        }
        foreach (var item in node.Items) Read(item);
    }

    private void ReadEntry(DataNode entry)
    {
        if (entry is DataScalar script) ReadScript(script);
        else Read(entry);
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
}
