using Archway.Fleets;

namespace Archway.Cli.Reports.Fleets;

/// <summary>A fleet as a page of a wiki: how it stands, what to do next, who has how much to do.</summary>
internal static class FleetMarkdown
{
    private const int ObstaclesShown = 20;
    private const int SharesShown = 100;
    private const int PointsShown = 12;

    internal static void Write(FleetDocument fleet, TextWriter output)
    {
        output.Write($"### {MarkdownText.Plain(FleetWords.Headline(fleet))}\n\n{MarkdownText.Plain(FleetWords.Basis(fleet))}. As of {FleetWords.Time(fleet.At)}.\n");
        var obstacles = FleetObstacle.In(fleet);
        WriteTable(output, "Next", ["Image", "Status", "Workloads", "Why, and what to do"], obstacles.Count, ObstaclesShown, obstacles.Select(obstacle => new[]
        {
            MarkdownText.Code(obstacle.Image.Name), FleetWords.Of(obstacle.Image), $"{obstacle.Workloads}{(obstacle.DaemonSets > 0 ? ", on every node" : "")}",
            string.Join("<br>", obstacle.Image.Advice.Select(advice => "→ " + advice).Prepend(obstacle.Image.Because).Select(MarkdownText.Plain)),
        }));
        var sources = FleetShare.BySource(fleet);
        WriteTable(output, "Sources", ["Source", "Workloads", "Ready", "Of them"], sources.Count, SharesShown,
            sources.Select(share => new[] { MarkdownText.Code(share.Name), FleetWords.Number(share.Counts.All), $"{share.Counts.Percent} %", FleetTable.Told(share.Counts) }));
        if (fleet.Trend.Length > 1)
            WriteTable(output, "Over time", ["When", "Workloads", "Ready", "Of them"], fleet.Trend.Length, PointsShown, fleet.Trend.Reverse()
                .Select(point => new[] { FleetWords.Time(point.At), FleetWords.Number(point.Counts.All), $"{point.Counts.Percent} %", FleetTable.Told(point.Counts) }));
        foreach (var note in fleet.Notes) output.Write($"\n{MarkdownText.Plain(note)}\n");
    }

    private static void WriteTable(TextWriter output, string heading, string[] columns, int count, int most, IEnumerable<string[]> rows)
    {
        if (count == 0) return;
        output.Write($"\n**{heading}**\n\n| {string.Join(" | ", columns)} |\n|{string.Concat(columns.Select(_ => " --- |"))}\n");
        foreach (var row in rows.Take(most)) output.Write($"| {string.Join(" | ", row)} |\n");
        if (count > most) output.Write($"\nand {count - most} more\n");
    }
}
