using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;
using Archway.Pages;

namespace Archway.Cli.Reports.Html;

/// <summary>One page that a team passes around: how much is ready, what stands in the way most, and every image with its evidence and places.</summary>
/// <remarks>It asks for nothing from anywhere, and a browser runs nothing in it but its own script, whatever an image or a file is named.</remarks>
internal sealed class HtmlReport
{
    private const int ObstaclesShown = 10;
    private const int SharesShown = 30;
    private static readonly HtmlFrame Frame = HtmlFrame.Of(typeof(HtmlReport).Assembly, "html/report.css", "html/report.js");
    private readonly ScanDocument _scan;
    private readonly HtmlPage _page;
    private readonly ILookup<string, OccurrenceJson> _places;

    private HtmlReport(ScanDocument scan, HtmlPage page) => (_scan, _page, _places) = (scan, page, scan.PlacesByImage());

    internal static void Write(ScanDocument scan, TextWriter output) => new HtmlReport(scan, new(output, SafeText.Clean)).Write();

    private void Write()
    {
        Frame.Begin(_page, Words.Headline(_scan));
        WriteHead();
        WriteObstacles();
        WriteShares("By team", "team", Shares.ByOwner(_scan));
        WriteShares("By folder", "folder", Shares.ByFolder(_scan));
        new HtmlImages(_scan, _places, _page).Write();
        new HtmlSources(_scan, _page).Write();
        WriteFoot();
        Frame.End(_page);
    }

    private void WriteHead()
    {
        var images = Share.Of("images", _scan.Images.Select(image => image.Status));
        var uses = new Share("places", [.. Enum.GetValues<ImageStatus>().Select(status => _scan.Images.Where(image => image.Status == status).Sum(image => image.UsedAt))]);
        _page.Write($"""
            <header>
            <p class="kind">Container images on {Words.AllOf(_scan.Target)}</p>
            <h1>{Words.Headline(_scan)}</h1>
            <p class="scanned">{string.Join(", ", _scan.Scanned)}</p>
            <div class="figures">

            """);
        WriteFigure(images, "of the images are ready", "image");
        if (uses.All > 0) WriteFigure(uses, "of the places name one that is", "place");
        _page.Write($"</div>\n<nav aria-label=\"Statuses\">\n");
        foreach (var group in _scan.ByStatus())
            _page.Write($"<a class=\"tile {Words.Of(group.Status)}\" href=\"#status={Words.Of(group.Status)}\"><b>{group.Images.Count}</b> <span>{Words.Of(group.Status)}</span> <small>{Words.Meaning(group.Status, group.Images.Count, _scan.Target)}</small></a>\n");
        if (_scan.Unresolved.Any()) _page.Write($"<a class=\"tile unknown\" href=\"#unread\"><b>{_scan.Looked.Unresolved}</b> <span>unresolved</span> <small>the image cannot be told from the source</small></a>\n");
        _page.Write($"</nav>\n</header>\n<main>\n");
    }

    private void WriteFigure(Share share, string what, string unit)
    {
        _page.Write($"<div class=\"figure\"><p><b>{share.Percent} %</b> {what} <small>{share.Ready} of {Words.Count(share.All, unit)}</small></p>");
        WriteBar(share);
        _page.Write($"</div>\n");
    }

    private void WriteBar(Share share)
    {
        _page.Write($"<svg class=\"bar\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{LabelOf(share)}\">");
        // Ready ones first, so that bars below each other compare.
        var at = 0.0;
        foreach (var status in Enum.GetValues<ImageStatus>().Reverse())
        {
            var width = share.All == 0 ? 0 : 100.0 * share.Counts[(int)status] / share.All;
            if (width > 0) _page.Write($"<rect class=\"{Words.Of(status)}\" x=\"{at}\" width=\"{width}\" height=\"1\"/>");
            at += width;
        }

        _page.Write($"</svg>");
    }

    private static string LabelOf(Share share) => string.Join(", ", Enum.GetValues<ImageStatus>().Where(status => share.Counts[(int)status] > 0)
        .Select(status => $"{share.Counts[(int)status]} {Words.Of(status)}"));

    private void WriteObstacles()
    {
        var obstacles = Obstacle.In(_scan, _places);
        if (obstacles.Count == 0) return;
        _page.Write($"<section>\n<h2>What stands in the way most</h2>\n<p class=\"note\">Agents of every node first, then what others are built on, then by use.</p>\n<ol class=\"obstacles\">\n");
        foreach (var obstacle in obstacles.Take(ObstaclesShown))
        {
            var image = obstacle.Image;
            _page.Write($"<li><p><span class=\"status {Words.Of(image.Status)}\">{Words.Of(image.Status)}</span> <code>{image.Image}</code>");
            if (obstacle.DaemonSets > 0) _page.Write($" <span class=\"tag\">{Words.Count(obstacle.DaemonSets, "DaemonSet")}: on every node</span>");
            if (obstacle.Bases > 0) _page.Write($" <span class=\"tag\">base in {Words.Count(obstacle.Bases, "Dockerfile")}</span>");
            _page.Write($" <a class=\"tag\" href=\"#q={Uri.EscapeDataString(image.Image)}\">{Words.Count(image.UsedAt, "place")}</a></p>\n<p>{image.Because}</p>");
            foreach (var advice in image.Advice) _page.Write($"<p class=\"advice\">{advice}</p>");
            _page.Write($"</li>\n");
        }

        _page.Write($"</ol>\n");
        if (obstacles.Count > ObstaclesShown) _page.Write($"<p class=\"note\">and {obstacles.Count - ObstaclesShown} more below</p>\n");
        _page.Write($"</section>\n");
    }

    // A fleet of one folder learns nothing from it.
    private void WriteShares(string heading, string column, IReadOnlyList<Share> shares)
    {
        if (shares.Count < 2) return;
        _page.Write($"<section>\n<h2>{heading}</h2>\n<table class=\"shares\"><thead><tr><th>{column}</th><th class=\"number\">images</th><th class=\"number\">ready</th><th class=\"number\">do not run</th><th class=\"wide\">share</th></tr></thead><tbody>\n");
        foreach (var share in shares.Take(SharesShown))
        {
            _page.Write($"<tr><td><a href=\"#q={Uri.EscapeDataString(share.Name)}\">{share.Name}</a></td><td class=\"number\">{share.All}</td><td class=\"number\">{share.Percent} %</td><td class=\"number\">{share.Failing}</td><td class=\"wide\">");
            WriteBar(share);
            _page.Write($"</td></tr>\n");
        }

        _page.Write($"</tbody></table>\n");
        if (shares.Count > SharesShown) _page.Write($"<p class=\"note\">and {shares.Count - SharesShown} more, each with as little to do or less</p>\n");
        _page.Write($"</section>\n");
    }

    private void WriteFoot()
    {
        _page.Write($"</main>\n<footer>\n");
        string[] told =
        [
            Words.Looked(_scan.Looked), .. Words.Machines(_scan), .. Words.Compared(_scan), .. Words.TakenAtTheirWord(_scan), .. Words.Mirrored(_scan),
            .. Words.Configured(_scan).Select(own => $"{own.File}: {own.Changed}"),
            .. (_scan.NotRendered ?? []).GroupBy(source => source.Problem).Select(reason => Words.NotRendered([.. reason], reason.Key)),
        ];
        foreach (var sentence in told) _page.Write($"<p>{sentence}</p>\n");
        _page.Write($"<p>Written by {_scan.Tool.Name} {_scan.Tool.Version}.</p>\n</footer>\n");
    }
}
