using Archway.Pages;

namespace Archway.Fleets;

/// <summary>The page of a fleet: how much is ready, what to do next, how it went, and every image with what runs it. A file and a server show the same.</summary>
/// <remarks>What stands in it comes of the document, which its script reads from within the page: nothing is asked for from anywhere.</remarks>
public sealed class FleetPage
{
    private const int ObstaclesShown = 5;
    private const int ReasonsShown = 3;
    private readonly FleetDocument _fleet;
    private readonly HtmlPage _page;

    private FleetPage(FleetDocument fleet, HtmlPage page) => (_fleet, _page) = (fleet, page);

    /// <summary>What stands around it.</summary>
    public static HtmlFrame Frame { get; } = HtmlFrame.Of(typeof(FleetPage).Assembly, "fleet/fleet.css", "fleet/fleet.js");

    /// <summary>Writes the page.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="output">Where it goes.</param>
    public static void Write(FleetDocument fleet, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(output);
        new FleetPage(fleet, new(output)).Write();
    }

    private void Write()
    {
        Frame.Begin(_page, FleetWords.Headline(_fleet));
        WriteHead();
        _page.Write($"<div class=\"first\">\n<div>\n");
        WriteNext();
        _page.Write($"</div>\n<div>\n");
        new FleetChart(_fleet, _page).Write();
        WriteUnknown();
        _page.Write($"</div>\n</div>\n");
        new FleetTables(_fleet, _page).Write();
        WriteImages();
        _page.Write($"</main>\n<footer>\n");
        if (!_fleet.IsLive) foreach (var note in _fleet.Notes) _page.Write($"<p>{note}</p>\n");
        _page.Write($"<p>Written by {_fleet.Tool}.</p>\n</footer>\n<script type=\"application/json\" id=\"fleet\">");
        _page.WriteMade(FleetJson.Write(_fleet));
        _page.Write($"</script>\n");
        Frame.End(_page);
    }

    private void WriteHead()
    {
        _page.Write($"""
            <a class="skip" href="#images">To the images</a>
            <header>
            <p class="kind"><span>{(_fleet.IsLive ? "Live fleet" : "Fleet")} on {FleetWords.Platforms(_fleet)}</span> <span>as of <time datetime="{_fleet.At.ToString("O")}">{FleetWords.Time(_fleet.At)}</time></span> <button type="button" id="theme" hidden>Dark</button></p>
            <h1>{FleetWords.Headline(_fleet)}</h1>
            <p class="basis">{FleetWords.Basis(_fleet)}</p>

            """);
        WriteBar(_page, _fleet.Summary, "big");
        _page.Write($"<nav aria-label=\"How workloads stand\">\n");
        foreach (var standing in Standings.All.Reverse())
            _page.Write($"<a class=\"tile {FleetWords.Of(standing)}\" href=\"#standing={FleetWords.Of(standing)}\"><b>{FleetWords.Number(_fleet.Summary.Of(standing))}</b> <span>{FleetWords.Of(standing)}</span> <small>{FleetWords.Meaning(standing)}</small></a>\n");
        _page.Write($"</nav>\n");
        if (_fleet.IsLive && _fleet.Notes.Length > 0)
        {
            _page.Write($"<ul class=\"state\" aria-label=\"How the cluster is read\">\n");
            foreach (var note in _fleet.Notes) _page.Write($"<li>{note}</li>\n");
            _page.Write($"</ul>\n");
        }

        _page.Write($"</header>\n<main>\n");
    }

    /// <summary>A bar of how many stand how; what is ready comes first, so that bars below each other compare.</summary>
    internal static void WriteBar(HtmlPage page, FleetCounts counts, string size)
    {
        var told = string.Join(", ", Standings.All.Reverse().Where(standing => counts.Of(standing) > 0).Select(standing => $"{FleetWords.Number(counts.Of(standing))} {FleetWords.Of(standing)}"));
        page.Write($"<svg class=\"bar {size}\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{told}\">");
        var at = 0.0;
        foreach (var standing in Standings.All.Reverse())
        {
            var width = counts.All == 0 ? 0 : 100.0 * counts.Of(standing) / counts.All;
            if (width > 0) page.Write($"<rect class=\"{FleetWords.Of(standing)}\" x=\"{at}\" width=\"{width}\" height=\"1\"/>");
            at += width;
        }

        page.Write($"</svg>\n");
    }

    private void WriteNext()
    {
        var obstacles = FleetObstacle.In(_fleet);
        if (obstacles.Count == 0) return;
        _page.Write($"<section aria-labelledby=\"next\">\n<h2 id=\"next\">What to do next</h2>\n<ol class=\"next\">\n");
        foreach (var obstacle in obstacles.Take(ObstaclesShown))
        {
            var image = obstacle.Image;
            _page.Write($"<li><p><span class=\"status {FleetWords.Of(image.Standing)}\">{FleetWords.Of(image)}</span> <a href=\"#image={Uri.EscapeDataString(image.Name)}\"><code>{image.Name}</code></a></p>\n<p class=\"because\">{image.Because}</p>\n");
            foreach (var advice in image.Advice) _page.Write($"<p class=\"advice\">{advice}</p>\n");
            _page.Write($"<p class=\"gain\">{Gain(obstacle)}</p></li>\n");
        }

        _page.Write($"</ol>\n");
        if (obstacles.Count > ObstaclesShown) _page.Write($"<p class=\"note\"><a href=\"#standing=blocked,change\">and {FleetWords.Count(obstacles.Count - ObstaclesShown, "more image")}</a></p>\n");
        _page.Write($"</section>\n");
    }

    private static string Gain(FleetObstacle obstacle)
    {
        var waits = obstacle.Workloads == 0 ? "nothing runs it now"
            : obstacle.Alone == obstacle.Workloads ? $"{FleetWords.Count(obstacle.Workloads, "workload waits", "workloads wait")} for it alone"
            : $"{FleetWords.Count(obstacle.Workloads, "workload waits", "workloads wait")} for it, {FleetWords.Number(obstacle.Alone)} for it alone";
        return obstacle.DaemonSets > 0 ? $"on every node, by {FleetWords.Count(obstacle.DaemonSets, "DaemonSet")}; {waits}" : waits;
    }

    private void WriteUnknown()
    {
        var reasons = FleetObstacle.Unknown(_fleet);
        if (reasons.Count == 0) return;
        _page.Write($"<section aria-labelledby=\"why\">\n<h2 id=\"why\">Why {FleetWords.Count(reasons.Sum(one => one.Images), "image is", "images are")} not known</h2>\n<ul class=\"reasons\">\n");
        foreach (var (because, images) in reasons.Take(ReasonsShown)) _page.Write($"<li><b>{FleetWords.Number(images)}</b> {because}</li>\n");
        if (reasons.Count > ReasonsShown) _page.Write($"<li><a href=\"#standing=unknown\">for {FleetWords.Count(reasons.Count - ReasonsShown, "other reason")}</a></li>\n");
        _page.Write($"</ul>\n</section>\n");
    }

    // The rows are the script's: thousands of them would hold up the page, and without it the summary above is what can be read.
    private void WriteImages()
    {
        if (_fleet.Images.IsEmpty) return;
        _page.Write($"""
            <section id="images" aria-labelledby="all">
            <h2 id="all">Images</h2>
            <noscript><p class="note">This page's own script lists the {FleetWords.Count(_fleet.Images.Length, "image")}; without it, what stands above is all.</p></noscript>
            <form class="filter" role="search" aria-label="Filter images" hidden>
            <input type="search" name="q" placeholder="image, workload, namespace or reason" aria-label="Words to look for">
            <span class="chips" role="group" aria-label="Standing">

            """);
        foreach (var standing in Standings.All)
        {
            var count = _fleet.Images.Count(image => image.Standing == standing);
            if (count > 0) _page.Write($"<label class=\"{FleetWords.Of(standing)}\"><input type=\"checkbox\" name=\"standing\" value=\"{FleetWords.Of(standing)}\"> {FleetWords.Of(standing)} <small>{FleetWords.Number(count)}</small></label>\n");
        }

        _page.Write($"""
            </span>
            <span class="selects" id="selects"></span>
            <output aria-live="polite"></output>
            <button type="button" id="clear">Clear</button>
            </form>
            <table class="images" hidden>
            <caption class="unseen">Images, how each stands, and what runs it</caption>
            <thead><tr><th scope="col" data-sort="status">status</th><th scope="col" data-sort="image">image</th><th scope="col" data-sort="workloads" class="number">workloads</th><th scope="col" data-sort="pods" class="number pods">pods</th><th scope="col">why, and what to do</th></tr></thead>
            <tbody></tbody>
            </table>
            <p class="more" hidden><button type="button" id="more">Show more</button></p>
            </section>

            """);
    }
}
