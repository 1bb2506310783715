using Archway.Cli.Terminal;

namespace Archway.Cli.Reports;

/// <summary>A rule's page for a person at a terminal: paragraphs wrapped to its width, examples as they are.</summary>
internal static class RulePageReport
{
    internal static void Write(RulePage page, Screen screen)
    {
        screen.Line(0, new Piece($"{page.Id}: {page.Title}", Styles.Strong));
        List<string> paragraph = [];
        var isExample = false;
        foreach (var line in page.Text.Split('\n').Prepend("").Append(""))
        {
            var isFence = line.StartsWith("```", StringComparison.Ordinal);
            var isItem = line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith('|');
            if (!isExample && (line.Length == 0 || isFence || isItem)) End(paragraph, screen);
            if (isFence) isExample = !isExample;
            else if (isExample) screen.Line(4, new Piece(line, Styles.Faint));
            else if (line.Length == 0) screen.Blank();
            else paragraph.Add(line.Trim());
        }
    }

    private static void End(List<string> paragraph, Screen screen)
    {
        if (paragraph.Count == 0) return;
        screen.Line(0, RulePage.Plain(string.Join(' ', paragraph)));
        paragraph.Clear();
    }
}
