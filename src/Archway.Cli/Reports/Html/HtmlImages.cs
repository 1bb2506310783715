using Archway.Cli.Reports.Json;
using Archway.Pages;

namespace Archway.Cli.Reports.Html;

/// <summary>The table of every image: what it is, why, what to do, and where it is named.</summary>
internal sealed class HtmlImages(ScanDocument scan, ILookup<string, OccurrenceJson> places, HtmlPage page)
{
    // The JSON report has all; a page of that many helps nobody.
    private const int PlacesShown = 100;
    private const int ForeignShown = 20;

    internal void Write()
    {
        if (scan.Images.IsEmpty) return;
        page.Write($"""
            <section id="images">
            <h2>Images</h2>
            <form class="filter" role="search">
            <input type="search" name="q" placeholder="image, file, team or reason" aria-label="Filter images">

            """);
        foreach (var group in scan.ByStatus())
            page.Write($"<label class=\"{Words.Of(group.Status)}\"><input type=\"checkbox\" name=\"status\" value=\"{Words.Of(group.Status)}\"> {Words.Of(group.Status)} <small>{group.Images.Count}</small></label>\n");
        page.Write($"""
            <output aria-live="polite"></output>
            </form>
            <table class="images">
            <thead><tr><th data-sort="status">status</th><th data-sort="image">image</th><th data-sort="uses" class="number">places</th><th>why, and what to do</th></tr></thead>
            <tbody>

            """);
        foreach (var image in scan.ByStatus().SelectMany(group => group.Images)) WriteRow(image, [.. places[image.Image]]);
        page.Write($"</tbody>\n</table>\n</section>\n");
    }

    private void WriteRow(ImageJson image, OccurrenceJson[] named)
    {
        page.Write($"""
            <tr data-status="{Words.Of(image.Status)}" data-rank="{(int)image.Status}">
            <td><span class="status {Words.Of(image.Status)}">{Words.Of(image.Status)}</span></td>
            <td><code>{image.Image}</code>
            """);
        if (image.Platforms.Length > 0) page.Write($"<small class=\"platforms\">{string.Join(", ", image.Platforms)}</small>");
        page.Write($"</td>\n<td class=\"number\">{image.UsedAt}</td>\n<td>");
        foreach (var reason in Words.ReasonsOf(scan, image)) page.Write($"<p>{reason}</p>");
        foreach (var advice in image.Advice) page.Write($"<p class=\"advice\">{advice}</p>");
        foreach (var remark in image.Targets.SelectMany(Words.Remarks).Distinct()) page.Write($"<p class=\"remark\">{remark}</p>");
        foreach (var caution in image.Targets.Select(target => target.Caution).OfType<string>().Distinct()) page.Write($"<p class=\"remark\">{caution}</p>");
        WriteForeign(image);
        page.Write($"<details><summary>{Words.Count(named.Length, "place")} and evidence</summary>");
        WriteEvidence(image);
        WritePlaces(named);
        page.Write($"</details></td>\n</tr>\n");
    }

    private void WriteForeign(ImageJson image)
    {
        var foreign = image.Targets.Select(target => target.Content).OfType<ContentJson>().SelectMany(content => content.Foreign).ToArray();
        if (foreign.Length == 0) return;
        page.Write($"<ul class=\"foreign\">");
        foreach (var file in foreign.Take(ForeignShown)) page.Write($"<li><code>{file.Path}{(file.Inside is null ? "" : "!/" + file.Inside)}</code> {file.Found}, from layer {file.Layer + 1}: {file.CreatedBy}</li>");
        if (foreign.Length > ForeignShown) page.Write($"<li>and {foreign.Length - ForeignShown} more</li>");
        page.Write($"</ul>");
    }

    private void WriteEvidence(ImageJson image)
    {
        page.Write($"<dl>");
        if (image.Digest is { } digest) page.Write($"<dt>digest</dt><dd><code>{digest}</code></dd>");
        foreach (var target in image.Targets)
            page.Write($"<dt>{target.Platform}</dt><dd>{Words.Of(target.Status)}{Words.Verified(target.Verification)}</dd>");
        foreach (var near in image.Targets.Select(target => target.Near).OfType<NearJson>().Distinct())
            page.Write($"<dt>nearest that runs</dt><dd><code>{near.Image}</code> <code>{near.Digest}</code></dd>");
        foreach (var evidence in image.Evidence) page.Write($"<dt>{Words.Of(evidence.Source)}</dt><dd>{evidence.Detail}</dd>");
        page.Write($"</dl>");
    }

    private void WritePlaces(OccurrenceJson[] named)
    {
        if (named.Length == 0) return;
        page.Write($"<ul class=\"places\">");
        foreach (var place in named.Take(PlacesShown))
            page.Write($"<li><code>{Words.Spot(place)}</code> {Words.Use(place)} <em>{Words.Owners(place)}</em></li>");
        if (named.Length > PlacesShown) page.Write($"<li>and {named.Length - PlacesShown} more</li>");
        page.Write($"</ul>");
    }
}
