using Archway.Reading.Data;

namespace Archway.Reading.Commands;

/// <summary>The scripts within a YAML document, as the steps of a pipeline are, read for the images that their commands run.</summary>
internal static class ScriptMembers
{
    private static readonly HashSet<string> Names =
        ["run", "script", "scripts", "before_script", "after_script", "commands", "cmds", "bash", "command", "inlineScript"];

    /// <summary>Reads every script of a document.</summary>
    internal static void Read(DataNode node, ReadingContext context)
    {
        foreach (var (key, value) in node.Members)
        {
            if (!Names.Contains(key.Value)) Read(value, context);
            else if (value is DataScalar script) ReadScript(script, context);
            else if (value is DataMapping) Read(value, context);
            else foreach (var item in value.Items) ReadEntry(item, context);
        }
        foreach (var item in node.Items) Read(item, context);
    }

    private static void ReadEntry(DataNode entry, ReadingContext context)
    {
        if (entry is DataScalar script) ReadScript(script, context);
        else Read(entry, context);
    }

    private static void ReadScript(DataScalar script, ReadingContext context)
    {
        var (text, start, end) = (context.Source.Text, script.Start, script.Start + script.Length);
        if (start >= end) return;
        var isBlock = text[start] is '|' or '>' && !script.IsPlain;
        var isOneLine = !isBlock || text[start] == '>';
        if (isBlock) start = text.IndexOf('\n', start, end - start) is >= 0 and var header ? header + 1 : end;
        else if (text[start] is '"' or '\'') (start, end) = (start + 1, end - 1);
        if (start < end) new CommandReader(context, OccurrenceKind.CommandInScript, new(script.Value)).Read(text, start, end, isOneLine);
    }
}
