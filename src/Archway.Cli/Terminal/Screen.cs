using Spectre.Console;

namespace Archway.Cli.Terminal;

/// <summary>Lines of styled words for a person: wrapped and coloured on a terminal, plain and unwrapped elsewhere.</summary>
internal sealed class Screen
{
    // Lines are wrapped here; Spectre would cut at 80.
    private const int Endless = 1_000_000;
    private readonly TextWriter _output;
    private readonly int? _width;

    // Words without colour need no library, whose tables would cost each start of a pipeline's step.
    private readonly IAnsiConsole? _colours;

    /// <summary>A screen on what reports go to: a terminal, a file or a pipe.</summary>
    internal Screen(Surroundings surroundings) : this(surroundings.Output, surroundings.OutputWidth, surroundings.Colours)
    {
    }

    /// <summary>A screen of some width; null stands for a file or a pipe, which has none.</summary>
    internal Screen(TextWriter output, int? width, bool colours)
    {
        (_output, _width) = (output, width);
        if (!colours) return;
        _colours = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        _colours.Profile.Width = Endless;
    }

    internal void Blank() => Write("\n");

    /// <summary>Writes a line of styled pieces behind an indent; what does not fit goes on below, behind the same indent and two spaces more.</summary>
    internal void Line(int indent, params ReadOnlySpan<Piece> pieces)
    {
        var column = indent;
        var gap = new string(' ', indent);
        var first = true;
        foreach (var piece in pieces)
        {
            var text = SafeText.Clean(piece.Text);
            foreach (var word in _width is null ? [text] : Words(text))
            {
                var letters = word.TrimEnd(' ');
                if (_width is { } width && letters.Length > 0 && column + letters.Length > width && !first)
                {
                    Blank();
                    column = indent + 2;
                    gap = new string(' ', column);
                }

                // The space behind a word is written only once another word follows on the line.
                if (letters.Length > 0) Write(gap);
                Write(letters, piece.Style);
                gap = letters.Length > 0 ? word[letters.Length..] : gap + word;
                column += word.Length;
                first = false;
            }
        }

        Blank();
    }

    private void Write(string text, Style? style = null)
    {
        if (_colours is null || style is null) _output.Write(text);
        else _colours.Write(new Text(text, style));
    }

    // Words with the space that follows each, so that pieces join as they are written.
    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var end = text.IndexOf(' ', start);
            while (end >= 0 && end + 1 < text.Length && text[end + 1] == ' ') end++;
            yield return end < 0 ? text[start..] : text[start..(end + 1)];
            start = end < 0 ? text.Length : end + 1;
        }
    }
}

/// <summary>Some words in one style.</summary>
internal readonly record struct Piece(string Text, Style? Style = null)
{
    public static implicit operator Piece(string text) => new(text);
}
