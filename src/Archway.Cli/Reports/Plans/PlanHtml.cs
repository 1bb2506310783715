using System.Security.Cryptography;
using System.Text;
using Archway.Cli.Reports.Html;

namespace Archway.Cli.Reports.Plans;

/// <summary>A plan as one page, which asks for nothing from anywhere and runs nothing.</summary>
internal static class PlanHtml
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: light-dark(#1a1f27, #e6e9ee); --faint: light-dark(#5c6673, #9aa4b2); --line: light-dark(#dfe3e8, #323843); --paper: light-dark(#fff, #14171c); }
        body { margin: 0 auto; padding: 2rem clamp(1rem, 4vw, 3rem); max-width: 80rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.8rem; line-height: 1.25; } h2 { margin-top: 2.2rem; font-size: 1.2rem; }
        code { font: .9em ui-monospace, "DejaVu Sans Mono", monospace; }
        .wide { overflow-x: auto; } table { width: 100%; border-collapse: collapse; } li { margin: .25rem 0; overflow-wrap: anywhere; }
        th { white-space: nowrap; text-align: left; color: var(--faint); font-size: .82rem; } th, td { padding: .45rem .7rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
        """;

    internal static void Write(IReadOnlyList<PlanBlock> blocks, TextWriter output)
    {
        HtmlPage page = new(output);
        var style = Style.ReplaceLineEndings("\n");
        page.Write($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; base-uri 'none'; form-action 'none'">
            <title>{blocks.OfType<PlanBlock.Heading>().First().Text}</title>
            <style>
            """);
        output.Write(style);
        page.Write($"</style>\n</head>\n<body>\n<main>\n");
        foreach (var block in blocks) Write(block, page);
        page.Write($"</main>\n</body>\n</html>\n");
    }

    private static void Write(PlanBlock block, HtmlPage page)
    {
        switch (block)
        {
            case PlanBlock.Heading { Level: 1 } heading:
                page.Write($"<h1>{heading.Text}</h1>\n");
                break;
            case PlanBlock.Heading heading:
                page.Write($"<h2>{heading.Text}</h2>\n");
                break;
            case PlanBlock.Paragraph paragraph:
                page.Write($"<p>{paragraph.Text}</p>\n");
                break;
            case PlanBlock.Items { IsOrdered: true } items:
                page.Write($"<ol>\n");
                foreach (var text in items.Texts) page.Write($"<li>{text}</li>\n");
                page.Write($"</ol>\n");
                break;
            case PlanBlock.Items items:
                page.Write($"<ul>\n");
                foreach (var text in items.Texts) page.Write($"<li>{text}</li>\n");
                page.Write($"</ul>\n");
                break;
            case PlanBlock.Table table:
                page.Write($"<div class=\"wide\"><table><thead><tr>");
                foreach (var column in table.Columns) page.Write($"<th scope=\"col\">{column}</th>");
                page.Write($"</tr></thead><tbody>\n");
                foreach (var row in table.Rows)
                {
                    page.Write($"<tr><td><code>{row[0]}</code></td>");
                    foreach (var cell in row.Skip(1)) page.Write($"<td>{cell}</td>");
                    page.Write($"</tr>\n");
                }

                page.Write($"</tbody></table></div>\n");
                break;
        }
    }
}
