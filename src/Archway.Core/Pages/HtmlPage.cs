using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

namespace Archway.Pages;

/// <summary>A page that is being written: what a string literal says is markup, and what is put into its holes is text.</summary>
/// <param name="output">Where it is written.</param>
/// <param name="clean">What is done to text before it is encoded; by default what is not seen in it is written out.</param>
public sealed class HtmlPage(TextWriter output, Func<string, string>? clean = null)
{
    private readonly TextWriter _output = output;
    private readonly Func<string, string> _clean = clean ?? VisibleText.Of;

#pragma warning disable CA1822 // The handler has written by the time of the call, which is how a hole reaches the page.
    /// <summary>Writes markup with text in its holes.</summary>
    /// <param name="markup">What was written.</param>
    public void Write([InterpolatedStringHandlerArgument("")] Markup markup) => _ = markup;
#pragma warning restore CA1822

    /// <summary>Writes what this program itself made: a style, a script, JSON that is encoded for one.</summary>
    /// <param name="made">The text, as it is to stand there.</param>
    public void WriteMade(string made) => _output.Write(made);

    /// <summary>Markup with text in its holes, which is encoded as it is written.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Markup
    {
        private readonly HtmlPage _page;

        /// <summary>Begins a piece of markup; the compiler calls this.</summary>
        /// <param name="literalLength">How much of it is markup.</param>
        /// <param name="formattedCount">How many holes it has.</param>
        /// <param name="page">Where it goes.</param>
        public Markup(int literalLength, int formattedCount, HtmlPage page) => _page = page;

        /// <summary>Writes markup as it is.</summary>
        /// <param name="markup">It.</param>
        public void AppendLiteral(string markup) => _page._output.Write(markup);

        /// <summary>Writes text, encoded.</summary>
        /// <param name="text">It.</param>
        public void AppendFormatted(string? text) => WebUtility.HtmlEncode(_page._clean(text ?? ""), _page._output);

        /// <summary>Writes a whole number.</summary>
        /// <param name="number">It.</param>
        public void AppendFormatted(int number) => _page._output.Write(number.ToString(CultureInfo.InvariantCulture));

        /// <summary>Writes a number, to two places.</summary>
        /// <param name="number">It.</param>
        public void AppendFormatted(double number) => _page._output.Write(number.ToString("0.##", CultureInfo.InvariantCulture));
    }
}
