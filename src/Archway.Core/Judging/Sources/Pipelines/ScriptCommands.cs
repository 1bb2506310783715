using System.Collections.Immutable;
using Archway.Reading;
using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>The commands of scripts that stand in a document.</summary>
internal static class ScriptCommands
{
    // Words without which no rule asks for a command; nobody writes so many lines.
    private static readonly string[] Marks = ["docker", "podman", "buildah", "nerdctl", "kaniko", "64"];
    private const int MostCommands = 5000;
    private const int DeepestList = 4;

    /// <summary>The commands of a script, or of several in a list.</summary>
    internal static ImmutableArray<PipelineCommand> In(SourceText source, params DataNode?[] scripts)
    {
        var commands = ImmutableArray.CreateBuilder<PipelineCommand>();
        foreach (var script in scripts) Add(source, script, commands, DeepestList);
        return commands.ToImmutable();
    }

    private static void Add(SourceText source, DataNode? script, ImmutableArray<PipelineCommand>.Builder commands, int depth)
    {
        if (script is DataScalar scalar) Add(source, scalar, commands);
        else if (depth > 0 && script is not null)
            foreach (var item in script.Items) Add(source, item, commands, depth - 1);
    }

    private static void Add(SourceText source, DataScalar script, ImmutableArray<PipelineCommand>.Builder commands)
    {
        var (text, start, end) = (source.Text, script.Start, Math.Min(script.Start + script.Length, source.Text.Length));
        if (start >= end || !MayMatter(text.AsSpan(start, end - start))) return;
        var isBlock = text[start] is '|' or '>' && !script.IsPlain;
        var isOneLine = !isBlock || text[start] == '>';
        if (isBlock) start = text.IndexOf('\n', start, end - start) is >= 0 and var header ? header + 1 : end;
        else if (text[start] is '"' or '\'') (start, end) = (start + 1, end - 1);
        if (start >= end) return;
        foreach (var words in ShellCommands.In(text, start, end, isOneLine))
        {
            if (commands.Count == MostCommands) return;
            commands.Add(new(words));
        }
    }

    private static bool MayMatter(ReadOnlySpan<char> script)
    {
        foreach (var mark in Marks)
            if (script.Contains(mark, StringComparison.Ordinal)) return true;
        return false;
    }
}
