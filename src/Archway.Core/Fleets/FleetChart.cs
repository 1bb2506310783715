using System.Globalization;
using System.Text;
using Archway.Pages;

namespace Archway.Fleets;

/// <summary>How a fleet went, as layers over time, and as the table that says the same in numbers.</summary>
internal sealed class FleetChart(FleetDocument fleet, HtmlPage page)
{
    private const int RowsShown = 60;
    private const double Width = 100;
    private const double Height = 30;

    internal void Write()
    {
        if (fleet.Trend.Length < 2) return;
        var (first, last) = (fleet.Trend[0], fleet.Trend[^1]);
        page.Write($"<section aria-labelledby=\"trend\">\n<h2 id=\"trend\">Over time</h2>\n<p>{Told(first, last)}</p>\n");
        WriteLayers();
        page.Write($"<p class=\"axis\"><span>{FleetWords.Day(first.At)}</span> <span>{FleetWords.Day(last.At)}</span></p>\n");
        WriteTable();
        page.Write($"</section>\n");
    }

    private static string Told(FleetPoint first, FleetPoint last)
    {
        var points = last.Counts.Percent - first.Counts.Percent;
        var change = points == 0 ? "as much as" : $"{Math.Abs(points)} points {(points > 0 ? "more" : "less")} than";
        return $"{last.Counts.Percent} % ready, {change} on {FleetWords.Day(first.At)}; then {FleetWords.Count(first.Counts.All, "workload")}, now {FleetWords.Number(last.Counts.All)}.";
    }

    private void WriteLayers()
    {
        var most = Math.Max(1, fleet.Trend.Max(point => point.Counts.All));
        var (start, span) = (fleet.Trend[0].At, Math.Max(1, (fleet.Trend[^1].At - fleet.Trend[0].At).TotalSeconds));
        double[] across = [.. fleet.Trend.Select(point => Width * (point.At - start).TotalSeconds / span)];
        var below = new double[fleet.Trend.Length];
        page.Write($"<svg class=\"trend\" viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{Told(fleet.Trend[0], fleet.Trend[^1])}\">");
        foreach (var standing in Standings.All.Reverse())
        {
            var above = fleet.Trend.Select((point, i) => below[i] + Height * point.Counts.Of(standing) / most).ToArray();
            if (above.Where((height, i) => height > below[i]).Any())
                page.Write($"<polygon class=\"{FleetWords.Of(standing)}\" points=\"{Outline(across, above, below)}\"/>");
            below = above;
        }

        page.Write($"</svg>\n");
    }

    private static string Outline(double[] across, double[] above, double[] below)
    {
        StringBuilder outline = new();
        for (var i = 0; i < across.Length; i++) Add(across[i], above[i]);
        for (var i = across.Length - 1; i >= 0; i--) Add(across[i], below[i]);
        return outline.ToString();

        void Add(double x, double y) => outline.Append(CultureInfo.InvariantCulture, $"{x:0.##},{Height - y:0.##} ");
    }

    private void WriteTable()
    {
        page.Write($"<details><summary>In numbers</summary>\n<div class=\"wide\"><table class=\"numbers\"><caption class=\"unseen\">Workloads by how they stood</caption><thead><tr><th scope=\"col\">when</th>");
        foreach (var standing in Standings.All.Reverse()) page.Write($"<th scope=\"col\" class=\"number\">{FleetWords.Of(standing)}</th>");
        page.Write($"<th scope=\"col\" class=\"number\">ready</th></tr></thead><tbody>\n");
        foreach (var point in fleet.Trend.Reverse().Take(RowsShown))
        {
            page.Write($"<tr><th scope=\"row\">{FleetWords.Time(point.At)}</th>");
            foreach (var standing in Standings.All.Reverse()) page.Write($"<td class=\"number\">{FleetWords.Number(point.Counts.Of(standing))}</td>");
            page.Write($"<td class=\"number\">{point.Counts.Percent} %</td></tr>\n");
        }

        page.Write($"</tbody></table></div>\n");
        if (fleet.Trend.Length > RowsShown) page.Write($"<p class=\"note\">and {FleetWords.Count(fleet.Trend.Length - RowsShown, "earlier time")}, in the JSON</p>\n");
        page.Write($"</details>\n");
    }
}
