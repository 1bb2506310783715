using Archway.Cli.Terminal;
using Archway.Fleets;
using Archway.Judging;

namespace Archway.Cli.Reports.Fleets;

/// <summary>A fleet on a terminal: how it stands, what to do next, who has how much to do.</summary>
internal static class FleetTable
{
    private const int ObstaclesShown = 10;
    private const int SharesShown = 20;

    internal static void Write(FleetDocument fleet, Screen screen)
    {
        screen.Line(0, new Piece(FleetWords.Headline(fleet), Styles.Strong));
        screen.Line(0, FleetWords.Basis(fleet));
        screen.Blank();
        var obstacles = FleetObstacle.In(fleet);
        if (obstacles.Count > 0) screen.Line(0, new("NEXT", Styles.Of(ImageStatus.Blocked)), new("  what most waits for", Styles.Faint));
        foreach (var obstacle in obstacles.Take(ObstaclesShown))
        {
            screen.Line(2, new(obstacle.Image.Name, Styles.Strong),
                new($"  {FleetWords.Of(obstacle.Image)}, {FleetWords.Count(obstacle.Workloads, "workload")}{(obstacle.DaemonSets > 0 ? ", on every node" : "")}", Styles.Faint));
            screen.Line(6, obstacle.Image.Because);
            foreach (var advice in obstacle.Image.Advice) screen.Line(6, new Piece("→ " + advice, Styles.Of(ImageStatus.Update)));
        }

        if (obstacles.Count > ObstaclesShown) screen.Line(2, new Piece($"and {obstacles.Count - ObstaclesShown} more", Styles.Faint));
        if (obstacles.Count > 0) screen.Blank();
        screen.Line(0, new("SOURCES", Styles.Of(ImageStatus.Rebuild)), new("  those with the most to do first", Styles.Faint));
        foreach (var share in FleetShare.BySource(fleet).Take(SharesShown))
            screen.Line(2, new(share.Name, Styles.Strong), new($"  {share.Counts.Percent} % of {FleetWords.Count(share.Counts.All, "workload")}: {Told(share.Counts)}", Styles.Faint));
        if (fleet.Sources.Length > SharesShown) screen.Line(2, new Piece($"and {fleet.Sources.Length - SharesShown} more", Styles.Faint));
        if (fleet.Trend.Length < 2) return;
        screen.Blank();
        screen.Line(0, new Piece($"on {FleetWords.Day(fleet.Trend[0].At)} it was {fleet.Trend[0].Counts.Percent} % of {FleetWords.Number(fleet.Trend[0].Counts.All)}", Styles.Faint));
    }

    /// <summary><c>3 blocked, 2 ready</c>.</summary>
    internal static string Told(FleetCounts counts) =>
        string.Join(", ", Standings.All.Where(standing => counts.Of(standing) > 0).Select(standing => $"{FleetWords.Number(counts.Of(standing))} {FleetWords.Of(standing)}"));
}
