using Archway.Pages;

namespace Archway.Fleets;

/// <summary>Who has how much to do: by repository, namespace, owner, kind, and the architecture of nodes.</summary>
internal sealed class FleetTables(FleetDocument fleet, HtmlPage page)
{
    private const int SharesShown = 12;

    internal void Write()
    {
        (string Heading, string Column, string Unit, string Filter, IReadOnlyList<FleetShare> Shares)[] tables =
        [
            ("By source", "source", "workloads", "source", FleetShare.BySource(fleet)),
            ("By namespace", "namespace", "workloads", "ns", FleetShare.ByNamespace(fleet)),
            ("By owner", "owner", "workloads", "owner", FleetShare.ByOwner(fleet)),
            ("By architecture of nodes", "architecture", "pods", "arch", FleetShare.ByArchitecture(fleet)),
            ("By kind", "kind", "workloads", "kind", FleetShare.ByKind(fleet)),
        ];
        // What is all of one tells nothing; but where pods run is worth a word even then.
        var told = tables.Where(table => table.Shares.Count > 1 || table is { Filter: "arch", Shares.Count: 1 }).ToArray();
        if (told.Length == 0) return;
        page.Write($"<section aria-labelledby=\"parts\">\n<h2 id=\"parts\">Who has how much to do</h2>\n<div class=\"parts\">\n");
        foreach (var (heading, column, unit, filter, shares) in told) WriteTable(heading, column, unit, filter, shares);
        page.Write($"</div>\n</section>\n");
    }

    private void WriteTable(string heading, string column, string unit, string filter, IReadOnlyList<FleetShare> shares)
    {
        page.Write($"<div class=\"part\"><table class=\"shares\"><caption>{heading}</caption><thead><tr><th scope=\"col\">{column}</th><th scope=\"col\" class=\"number\">{unit}</th><th scope=\"col\" class=\"number\">ready</th><th scope=\"col\">share</th></tr></thead><tbody>\n");
        foreach (var share in shares.Take(SharesShown)) WriteRow(filter, share);
        page.Write($"</tbody></table>\n");
        if (shares.Count > SharesShown)
        {
            page.Write($"<details><summary>and {FleetWords.Count(shares.Count - SharesShown, "more", "more")}, each with as little to do or less</summary><table class=\"shares\"><caption class=\"unseen\">{heading}, continued</caption><thead class=\"unseen\"><tr><th scope=\"col\">{column}</th><th scope=\"col\">{unit}</th><th scope=\"col\">ready</th><th scope=\"col\">share</th></tr></thead><tbody>\n");
            foreach (var share in shares.Skip(SharesShown).Take(500)) WriteRow(filter, share);
            page.Write($"</tbody></table></details>\n");
        }

        page.Write($"</div>\n");
    }

    private void WriteRow(string filter, FleetShare share)
    {
        page.Write($"<tr><th scope=\"row\"><a href=\"#{filter}={Uri.EscapeDataString(share.Name)}\">{share.Name}</a></th><td class=\"number\">{FleetWords.Number(share.Counts.All)}</td><td class=\"number\">{share.Counts.Percent} %</td><td class=\"share\">");
        FleetPage.WriteBar(page, share.Counts, "small");
        page.Write($"</td></tr>\n");
    }
}
