using System.Text.RegularExpressions;

namespace Archway.Reading.Commands;

/// <summary>The commands in a Markdown text: those in fenced blocks of a shell's language, and indented lines that begin with a prompt.</summary>
/// <remarks><see href="https://spec.commonmark.org/0.31.2/#fenced-code-blocks"/></remarks>
internal sealed partial class MarkdownCommands
{
    private const int LongestFence = 256;

    private static readonly HashSet<string> Languages =
        ["", "bash", "sh", "shell", "zsh", "console", "shell-session", "shellsession", "sh-session", "bash-session", "terminal", "cli", "cmd", "text"];

    private readonly char[] _text;
    private readonly List<(int Start, int End)> _blocks = [];

    private MarkdownCommands(string markdown) => _text = markdown.ToCharArray();

    /// <summary>The text with everything in its blocks that is no command, a prompt or what was printed, made space; and where the blocks lie.</summary>
    internal static (string Text, IReadOnlyList<(int Start, int End)> Blocks) In(string markdown)
    {
        MarkdownCommands commands = new(markdown);
        commands.Read();
        return (new(commands._text), commands._blocks);
    }

    private void Read()
    {
        for (var at = 0; at < _text.Length;)
        {
            var end = LineEnd(at);
            var line = _text.AsSpan(at, end - at);
            if (line.Length <= LongestFence && Fence().Match(line.ToString()) is { Success: true } fence)
            {
                var (start, close, next) = FindClose(end, fence.Groups["fence"].Value);
                if (Languages.Contains(fence.Groups["language"].Value.ToLowerInvariant())) AddBlock(start, close);
                at = next;
            }
            else if (IsIndented(line) && IsPrompt(line.TrimStart()))
            {
                while (end < _text.Length && GoesOn(_text.AsSpan(at, end - at))) end = LineEnd(end);
                AddBlock(at, end);
                at = end;
            }
            else
            {
                at = end;
            }
        }
    }

    /// <summary>Where the block's text begins and ends, and where reading goes on behind it; a fence that nothing closes goes up to the text's end.</summary>
    private (int Start, int End, int Next) FindClose(int start, string fence)
    {
        for (var at = start; at < _text.Length; at = LineEnd(at))
        {
            var line = _text.AsSpan(at, LineEnd(at) - at).Trim();
            if (line.Length >= fence.Length && line.IndexOfAnyExcept(fence[0]) < 0) return (start, at, LineEnd(at));
        }

        return (start, _text.Length, _text.Length);
    }

    private void AddBlock(int start, int end)
    {
        _blocks.Add((start, end));
        var hasPrompts = false;
        for (var at = start; at < end && !hasPrompts; at = LineEnd(at)) hasPrompts = IsPrompt(_text.AsSpan(at, LineEnd(at) - at).TrimStart());
        if (!hasPrompts) return;
        // Where commands have a prompt, a line without one is what they print.
        var goesOn = false;
        for (int at = start, next; at < end; at = next)
        {
            next = LineEnd(at);
            var line = _text.AsSpan(at, next - at);
            var isPrompt = IsPrompt(line.TrimStart());
            var isCommand = isPrompt || goesOn;
            goesOn = isCommand && GoesOn(line);
            if (isPrompt) line[line.IndexOf('$')] = ' ';
            else if (!isCommand) Blank(line);
        }
    }

    private static void Blank(Span<char> line)
    {
        foreach (ref var c in line)
            if (c is not ('\r' or '\n')) c = ' ';
    }

    private static bool IsPrompt(ReadOnlySpan<char> line) => line is ['$', ' ', ..];

    private static bool IsIndented(ReadOnlySpan<char> line) => line.StartsWith("    ") || line is ['\t', ..];

    private static bool GoesOn(ReadOnlySpan<char> line) => line.TrimEnd("\r\n") is [.., '\\'];

    /// <summary>The offset behind the line that an offset lies in.</summary>
    private int LineEnd(int at) => _text.AsSpan(at).IndexOf('\n') is >= 0 and var length ? at + length + 1 : _text.Length;

    [GeneratedRegex(@"^[ \t>*-]*(?<fence>`{3,}|~{3,})[ \t]*\{?\.?(?<language>[A-Za-z-]*)[^`]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Fence();
}
