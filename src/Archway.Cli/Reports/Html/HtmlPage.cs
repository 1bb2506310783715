using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Archway.Cli.Terminal;

namespace Archway.Cli.Reports.Html;

/// <summary>A page that is being written: what a string literal says is markup, and what is put into its holes is text.</summary>
internal sealed class HtmlPage(TextWriter output)
{
    private readonly TextWriter _output = output;

#pragma warning disable CA1822 // The handler has written by the time of the call, which is how a hole reaches the page.
    internal void Write([InterpolatedStringHandlerArgument("")] Markup markup) => _ = markup;
#pragma warning restore CA1822

    /// <summary>Markup with text in its holes, which is encoded as it is written.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Markup
    {
        private readonly TextWriter _output;

        public Markup(int literalLength, int formattedCount, HtmlPage page) => _output = page._output;

        public void AppendLiteral(string markup) => _output.Write(markup);

        public void AppendFormatted(string? text) => WebUtility.HtmlEncode(SafeText.Clean(text ?? ""), _output);

        public void AppendFormatted(int number) => _output.Write(number.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(double number) => _output.Write(number.ToString("0.##", CultureInfo.InvariantCulture));
    }
}
