using Archway.Pages;

namespace Archway.Cli.Reports.Plans;

/// <summary>A plan as one page, which asks for nothing from anywhere and runs nothing.</summary>
internal static class PlanHtml
{
    private static readonly HtmlFrame Frame = HtmlFrame.Of(typeof(PlanHtml).Assembly, "html/plan.css", script: null);

    internal static void Write(IReadOnlyList<PlanBlock> blocks, TextWriter output)
    {
        HtmlPage page = new(output);
        Frame.Begin(page, blocks.OfType<PlanBlock.Heading>().First().Text);
        page.Write($"<main>\n");
        foreach (var block in blocks) Write(block, page);
        page.Write($"</main>\n");
        Frame.End(page);
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
