using System.Collections.Immutable;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Planning;

namespace Archway.Cli.Reports.Plans;

/// <summary>A plan in one of its formats.</summary>
internal static class PlanReport
{
    internal static readonly string[] Formats = ["table", "markdown", "html", "json"];

    internal static void Write(MigrationPlan plan, ImmutableArray<string>? moved, string format, TextWriter output, Screen? screen = null)
    {
        switch (format)
        {
            case "json":
                JsonText.Write(PlanJson.Of(plan, moved), PlanFormat.Readable.PlanJson, output);
                break;
            case "markdown":
                WriteMarkdown(PlanPage.Of(plan, moved), output);
                break;
            case "html":
                PlanHtml.Write([.. PlanPage.Of(plan, moved)], output);
                break;
            default:
                WriteTable(PlanPage.Of(plan, moved), screen ?? new Screen(output, width: null, colours: false));
                break;
        }
    }

    private static void WriteMarkdown(IEnumerable<PlanBlock> blocks, TextWriter output)
    {
        var isFirst = true;
        foreach (var block in blocks)
        {
            if (!isFirst) output.Write('\n');
            isFirst = false;
            switch (block)
            {
                case PlanBlock.Heading heading:
                    output.Write($"{new string('#', heading.Level)} {MarkdownText.Plain(heading.Text)}\n");
                    break;
                case PlanBlock.Paragraph paragraph:
                    output.Write($"{MarkdownText.Plain(paragraph.Text)}\n");
                    break;
                case PlanBlock.Items items:
                    foreach (var (i, text) in items.Texts.Index()) output.Write($"{(items.IsOrdered ? $"{i + 1}." : "-")} {MarkdownText.Plain(text)}\n");
                    break;
                case PlanBlock.Table table:
                    output.Write($"| {string.Join(" | ", table.Columns)} |\n|{string.Concat(table.Columns.Select(_ => " --- |"))}\n");
                    foreach (var row in table.Rows) output.Write($"| {string.Join(" | ", row.Select((cell, i) => i == 0 ? MarkdownText.Code(cell) : MarkdownText.Plain(cell)))} |\n");
                    break;
            }
        }
    }

    private static void WriteTable(IEnumerable<PlanBlock> blocks, Screen screen)
    {
        foreach (var block in blocks)
        {
            switch (block)
            {
                case PlanBlock.Heading { Level: 1 } heading:
                    screen.Line(0, new Piece(heading.Text, Styles.Strong));
                    break;
                case PlanBlock.Heading heading:
                    screen.Blank();
                    screen.Line(0, new Piece(heading.Text, Styles.Strong));
                    break;
                case PlanBlock.Paragraph paragraph:
                    screen.Line(2, paragraph.Text);
                    break;
                case PlanBlock.Items items:
                    foreach (var (i, text) in items.Texts.Index()) screen.Line(2, new(items.IsOrdered ? $"{i + 1}. " : "- ", Styles.Faint), text);
                    break;
                case PlanBlock.Table table:
                    // A row is lines: the name, and below it what there is to say, since cells of sentences fit no terminal.
                    foreach (var row in table.Rows)
                    {
                        var told = row.Select((cell, i) => (Cell: cell, Column: table.Columns[i])).Skip(1).Where(one => one.Cell.Length > 0).ToArray();
                        if (told.Sum(one => one.Cell.Length) < 100) screen.Line(2, new Piece(row[0], Styles.Strong), new("  " + string.Join("  ", told.Select(one => $"{one.Column}: {one.Cell}"))));
                        else
                        {
                            screen.Line(2, new Piece(row[0], Styles.Strong));
                            foreach (var (cell, column) in told) screen.Line(4, new($"{column}: ", Styles.Faint), cell);
                        }
                    }

                    break;
            }
        }
    }
}
