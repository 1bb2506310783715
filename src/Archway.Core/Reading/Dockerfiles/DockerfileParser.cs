using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Archway.Reading.Dockerfiles;

/// <summary>Reads a Dockerfile's instructions as BuildKit does.</summary>
/// <remarks><see href="https://docs.docker.com/reference/dockerfile/"/>, frontend 1.x; text that is no instruction is read as one nobody knows.</remarks>
internal sealed partial class DockerfileParser
{
    // Reading on to a heredoc's end that is not there costs a pass over the file each time.
    private const int MostUnendedHeredocs = 100;
    private static readonly string[] WithHeredocs = ["RUN", "COPY", "ADD"];

    private readonly string _text;
    private int _at;
    private int _unendedHeredocs;
    private char _escape = '\\';

    private DockerfileParser(string text) => _text = text;

    internal static (ImmutableArray<DockerfileDirective> Directives, ImmutableArray<DockerfileInstruction> Instructions, char Escape) Parse(
        string text, CancellationToken cancellationToken)
    {
        DockerfileParser parser = new(text);
        var directives = parser.ReadDirectives();
        var instructions = ImmutableArray.CreateBuilder<DockerfileInstruction>();
        while (parser.ReadInstruction() is { } line)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (DockerfileWords.Instruction(line, 0, parser._escape) is not { } instruction) continue;
            instructions.Add(parser.HeredocsOf(instruction) is { Length: > 0 } heredocs ? instruction with { Heredocs = heredocs } : instruction);
        }

        return (directives, instructions.ToImmutable(), parser._escape);
    }

    private ImmutableArray<DockerfileDirective> ReadDirectives()
    {
        var directives = ImmutableArray.CreateBuilder<DockerfileDirective>();
        while (_at < _text.Length)
        {
            var (start, length) = (_at, NextLine());
            var match = Directive().Match(_text, start, length);
            if (!match.Success)
            {
                _at = start;
                break;
            }

            var (name, value) = (match.Groups[1].Value.ToLowerInvariant(), match.Groups[2]);
            if (name is not ("syntax" or "escape" or "check") || directives.Any(earlier => earlier.Name == name)) continue;
            directives.Add(new(name, new(value.Index, value.Length, value.Value)));
            if (name == "escape" && value.Value is "`" or "\\") _escape = value.Value[0];
        }

        return directives.ToImmutable();
    }

    /// <summary>The next instruction's lines joined; comments and empty lines among them are dropped.</summary>
    private JoinedText? ReadInstruction()
    {
        while (_at < _text.Length)
        {
            JoinedText joined = new();
            var (start, length) = (_at, NextLine());
            TrimStart(ref start, ref length);
            if (length == 0 || _text[start] == '#') continue;
            var continues = Continues(start, ref length);
            joined.Add(_text, start, length);
            while (continues && _at < _text.Length)
            {
                (start, length) = (_at, NextLine());
                var (trimmedStart, trimmedLength) = (start, length);
                TrimStart(ref trimmedStart, ref trimmedLength);
                if (trimmedLength == 0 || _text[trimmedStart] == '#') continue;
                continues = Continues(start, ref length);
                joined.Add(_text, start, length);
            }

            if (joined.Text.Length > 0) return joined;
        }

        return null;
    }

    private ImmutableArray<DockerfileHeredoc> HeredocsOf(DockerfileInstruction instruction)
    {
        var command = instruction.Trigger ?? instruction;
        if (!WithHeredocs.Contains(command.Name)) return [];
        var heredocs = ImmutableArray.CreateBuilder<DockerfileHeredoc>();
        foreach (var word in command.Words)
            if (Heredoc().Match(word.Text) is { Success: true } match
                && ReadHeredoc(match.Groups[2].Value.Trim('"', '\''), dropsTabs: match.Groups[1].Length > 0) is { } heredoc)
                heredocs.Add(heredoc);
        return heredocs.ToImmutable();
    }

    private DockerfileHeredoc? ReadHeredoc(string name, bool dropsTabs)
    {
        if (name.Length == 0 || _unendedHeredocs >= MostUnendedHeredocs) return null;
        var begin = _at;
        while (_at < _text.Length)
        {
            var (start, length) = (_at, NextLine());
            var line = _text.AsSpan(start, length);
            if ((dropsTabs ? line.TrimStart('\t') : line).SequenceEqual(name)) return new(name, begin, start - begin);
        }

        // Nothing ends it, so it is no heredoc but a shift or a comparison.
        _unendedHeredocs++;
        _at = begin;
        return null;
    }

    /// <summary>Moves on to the next line; the length of the one passed, its end not counted.</summary>
    private int NextLine()
    {
        var start = _at;
        var end = _text.IndexOf('\n', start);
        _at = end < 0 ? _text.Length : end + 1;
        if (end < 0) end = _text.Length;
        while (end > start && _text[end - 1] == '\r') end--;
        return end - start;
    }

    private void TrimStart(ref int start, ref int length)
    {
        while (length > 0 && char.IsWhiteSpace(_text[start])) (start, length) = (start + 1, length - 1);
    }

    /// <summary>Whether the line goes on in the next; then its length is cut before the escape character.</summary>
    private bool Continues(int start, ref int length)
    {
        var end = length;
        while (end > 0 && _text[start + end - 1] is ' ' or '\t') end--;
        if (end == 0 || _text[start + end - 1] != _escape || (end > 1 && _text[start + end - 2] == _escape)) return false;
        length = end - 1;
        return true;
    }

    [GeneratedRegex(@"\G[ \t]*#[ \t]*([A-Za-z][A-Za-z0-9]*)[ \t]*=[ \t]*([^\s](?:[^\r\n]*[^\s])?)[ \t]*\r*(?=\n|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex Directive();

    [GeneratedRegex(@"\A[0-9]*<<(-?)([^<>|&;()]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Heredoc();
}
