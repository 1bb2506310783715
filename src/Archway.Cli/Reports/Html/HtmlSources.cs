using Archway.Cli.Reports.Json;
using Archway.Judging;
using Archway.Pages;

namespace Archway.Cli.Reports.Html;

/// <summary>What rules say of sources, rule by rule, and what could not be read.</summary>
internal sealed class HtmlSources(ScanDocument scan, HtmlPage page)
{
    private const int PlacesShown = 200;

    internal void Write()
    {
        WriteFindings();
        WriteUnread();
    }

    private void WriteFindings()
    {
        var found = scan.Findings.Where(finding => Findings.SourceRules.Contains(finding.Rule)).ToArray();
        if (found.Length == 0) return;
        page.Write($"<section id=\"sources\">\n<h2>In the sources</h2>\n<p class=\"note\">{Words.InSources(found)}</p>\n");
        foreach (var rule in found.GroupBy(finding => finding.Rule)
            .OrderByDescending(rule => rule.Max(finding => finding.Severity)).ThenByDescending(rule => rule.Count()).ThenBy(rule => rule.Key, StringComparer.Ordinal))
        {
            var told = RulePage.Find(rule.Key);
            page.Write($"<details><summary><b>{rule.Key}</b> {told?.Title} <small>{Words.Of(rule.Max(finding => finding.Severity))}, {Words.Count(rule.Count(), "place")}</small></summary>\n<p>{told?.Summary}</p>\n<ul>\n");
            foreach (var finding in rule.Take(PlacesShown))
            {
                page.Write($"<li><code>{Words.Spot(finding.File, finding.Line)}</code> {finding.Message}");
                if (finding.Fix is { } fix) page.Write($" <span class=\"tag\">{Words.Settled(fix)}</span>");
                page.Write($"</li>\n");
            }

            if (rule.Count() > PlacesShown) page.Write($"<li>and {rule.Count() - PlacesShown} more</li>\n");
            page.Write($"</ul></details>\n");
        }

        page.Write($"</section>\n");
    }

    private void WriteUnread()
    {
        var places = scan.Unresolved.ToArray();
        if (places.Length == 0 && scan.Unparsed.IsEmpty) return;
        page.Write($"<section id=\"unread\">\n<h2>Not told</h2>\n<p class=\"note\">{Words.Count(places.Length, "place")} where the image cannot be told, {Words.Count(scan.Unparsed.Length, "file or part of one", "files or parts of them")} that could not be parsed. Nothing is known to run there.</p>\n<ul>\n");
        foreach (var place in places.Take(PlacesShown)) page.Write($"<li><code>{Words.Spot(place)}</code> <code>{place.Written}</code> {place.Reason}</li>\n");
        if (places.Length > PlacesShown) page.Write($"<li>and {places.Length - PlacesShown} more</li>\n");
        foreach (var file in scan.Unparsed.Take(PlacesShown)) page.Write($"<li><code>{Words.Spot(file.File, file.Line)}</code> {file.Problem}</li>\n");
        if (scan.Unparsed.Length > PlacesShown) page.Write($"<li>and {scan.Unparsed.Length - PlacesShown} more</li>\n");
        page.Write($"</ul>\n</section>\n");
    }
}
