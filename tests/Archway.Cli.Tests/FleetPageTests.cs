using System.Globalization;
using System.Text.Json;
using Archway.Cli.Reports.Json;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>The page of a fleet, as a browser shows it and a person uses it.</summary>
public sealed class FleetPageTests
{
    private const string Rows = "[...document.querySelectorAll('tr.row')].map(row => row.dataset.image).join(' ')";
    private const string Output = "document.querySelector('output').value";

    [Fact]
    public async Task A_link_to_a_view_shows_the_images_that_fit_in_its_order()
    {
        await using Scene scene = await Scene.OfAsync(Scans.Two());

        await scene.GoAsync("#standing=blocked,change&sort=-image");
        Assert.Equal("update:1 blocked:1 agent:1", await scene.EvaluateAsync(Rows));
        Assert.Equal("3 of 6 images, 3 workloads", await scene.EvaluateAsync(Output));
        Assert.Equal("descending", await scene.EvaluateAsync("document.querySelector('th[data-sort=image]').getAttribute('aria-sort')"));

        await scene.GoAsync("#ns=payments");
        Assert.Equal("unknown:1 ready:1", await scene.EvaluateAsync(Rows));

        await scene.GoAsync("#source=web&q=cart");
        Assert.Equal("ready:1", await scene.EvaluateAsync(Rows));
        Assert.Empty(scene.Browser.Complaints);
    }

    [Fact]
    public async Task What_a_person_chooses_stands_in_the_address_and_comes_back()
    {
        await using Scene scene = await Scene.OfAsync(Scans.Two());
        await scene.GoAsync("");
        Assert.Equal("agent:1 blocked:1 unknown:1 update:1 ready:1 verified:1", await scene.EvaluateAsync(Rows));

        await scene.EvaluateAsync("document.querySelector('input[value=blocked]').click()");
        await scene.EvaluateAsync("document.querySelector('th[data-sort=image] button').click()");
        await scene.EvaluateAsync("document.querySelector('[data-image=\"agent:1\"] .drill').click()");
        Assert.Equal("#standing=blocked&sort=image&image=agent%3A1", await scene.EvaluateAsync("location.hash"));
        Assert.Equal("agent:1 blocked:1", await scene.EvaluateAsync(Rows));

        await scene.EvaluateAsync("location.reload()");
        await scene.GoAsync(await scene.EvaluateAsync("location.hash"));
        Assert.Equal("agent:1 blocked:1", await scene.EvaluateAsync(Rows));
        var detail = await scene.EvaluateAsync("document.querySelector('tr.detail').textContent");
        Assert.Contains("monitoring/DaemonSet/agent", detail, StringComparison.Ordinal);

        await scene.EvaluateAsync("document.querySelector('#clear').click()");
        Assert.Equal("", await scene.EvaluateAsync("location.hash"));
        Assert.Equal("6", await scene.EvaluateAsync("document.querySelectorAll('tr.row').length"));
    }

    [Fact]
    public async Task An_image_opens_and_closes_by_the_keyboard_alone()
    {
        await using Scene scene = await Scene.OfAsync(Scans.Two());
        await scene.GoAsync("");
        await scene.EvaluateAsync("document.querySelector('th[data-sort=workloads] button').focus()");

        await scene.Browser.PressAsync("Tab");
        Assert.Equal("agent:1", await scene.EvaluateAsync("document.activeElement.textContent"));
        Assert.NotEqual("none", await scene.EvaluateAsync("getComputedStyle(document.activeElement).outlineStyle"));
        await scene.Browser.PressAsync("Enter");
        Assert.Equal("true 1", await scene.EvaluateAsync("document.activeElement.getAttribute('aria-expanded') + ' ' + document.querySelectorAll('tr.detail').length"));
        await scene.Browser.PressAsync("Enter");
        Assert.Equal("false 0", await scene.EvaluateAsync("document.activeElement.getAttribute('aria-expanded') + ' ' + document.querySelectorAll('tr.detail').length"));
    }

    [Fact]
    public async Task Words_that_are_typed_filter_at_once()
    {
        await using Scene scene = await Scene.OfAsync(Scans.Two());
        await scene.GoAsync("");
        await scene.EvaluateAsync("document.querySelector('input[type=search]').focus()");

        await scene.Browser.WriteAsync("ledger");

        Assert.Equal("unknown:1 ready:1", await scene.EvaluateAsync(Rows));
        Assert.Equal("#q=ledger", await scene.EvaluateAsync("location.hash"));
        await scene.Browser.WriteAsync(" nowhere");
        Assert.Equal("no image is like that", await scene.EvaluateAsync(Output));
    }

    [Fact]
    public async Task It_is_dark_where_that_is_liked_and_where_it_is_chosen()
    {
        const string Paper = "getComputedStyle(document.body).backgroundColor";
        await using Scene scene = await Scene.OfAsync(Scans.Two());
        await scene.Browser.LikeAsync("dark");
        await scene.GoAsync("");
        Assert.Equal("rgb(20, 23, 28)", await scene.EvaluateAsync(Paper));
        Assert.Equal("Light", await scene.EvaluateAsync("document.getElementById('theme').textContent"));

        await scene.Browser.LikeAsync("light");
        Assert.Equal("rgb(255, 255, 255)", await scene.EvaluateAsync(Paper));
        await scene.EvaluateAsync("document.getElementById('theme').click()");
        Assert.Equal("rgb(20, 23, 28)", await scene.EvaluateAsync(Paper));
    }

    [Fact]
    public async Task Five_thousand_images_are_listed_a_page_at_a_time_and_found_at_once()
    {
        await using Scene scene = await Scene.OfAsync(("huge-2026-11-01.json", SavedScan.Large(5000)));
        await scene.GoAsync("");

        Assert.Equal("5,000 images, 5,000 workloads", await scene.EvaluateAsync(Output));
        Assert.Equal("100", await scene.EvaluateAsync("document.querySelectorAll('tr.row').length"));
        await scene.EvaluateAsync("document.getElementById('more').click()");
        Assert.Equal("200", await scene.EvaluateAsync("document.querySelectorAll('tr.row').length"));
        await scene.GoAsync("#image=" + Uri.EscapeDataString("registry.example.com/team/service-4999:1.0.4999"));
        Assert.Equal("1", await scene.EvaluateAsync("document.querySelectorAll('tr.detail').length"));
        var took = await scene.EvaluateAsync("(() => { const q = document.querySelector('input[type=search]'), at = performance.now(); q.value = 'service-4999'; q.form.dispatchEvent(new Event('input')); return performance.now() - at; })()");
        Assert.Equal("1 of 5,000 images, 1 workload", await scene.EvaluateAsync(Output));
        // A machine that does much else at a time is let take ten times of what a person would notice.
        Assert.InRange(double.Parse(took, CultureInfo.InvariantCulture), 0, 2000);
    }

    [Fact]
    public async Task What_looks_like_markup_or_script_is_shown_and_runs_nothing()
    {
        await using Scene scene = await Scene.OfAsync(("hostile-2026-11-01.json", SavedScan.Hostile()), ("</script><svg onload=alert(1)>.json", SavedScan.With(["\"><img src=x onerror=document.title='taken'>", "</script><script>document.title='taken'</script>", "constructor", "__proto__"])));
        await scene.GoAsync("");
        var title = await scene.EvaluateAsync("document.title");

        await scene.EvaluateAsync("[...document.querySelectorAll('.drill')].forEach(button => button.click())");
        Assert.Equal(title, await scene.EvaluateAsync("document.title"));
        Assert.Equal("0 2", await scene.EvaluateAsync("document.querySelectorAll('img, svg[onload], iframe').length + ' ' + document.scripts.length"));
        Assert.Contains("<script>alert(1)</script>", await scene.EvaluateAsync(Rows), StringComparison.Ordinal);
        Assert.Contains("\\u202e", await scene.EvaluateAsync(Rows), StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', await scene.EvaluateAsync("document.documentElement.outerHTML"));
        Assert.Empty(scene.Browser.Complaints);
        Assert.All(scene.Browser.Asked, address => Assert.StartsWith("file:", address, StringComparison.Ordinal));
        Assert.Single(scene.Browser.Asked.Distinct());
    }

    [Fact]
    public async Task Without_its_script_the_summary_stands()
    {
        await using Scene scene = await Scene.OfAsync(Scans.Two());
        await scene.Browser.WithoutScriptsAsync();
        await scene.GoAsync("");

        var text = await scene.EvaluateAsync("document.body.innerText");

        Assert.StartsWith("33 % of the fleet is ready for arm64", await scene.EvaluateAsync("document.querySelector('h1').innerText"), StringComparison.Ordinal);
        Assert.Contains("What to do next", text, StringComparison.Ordinal);
        Assert.Contains("lists the 6 images", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Dark", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_fits_a_narrow_window_and_names_its_parts_to_who_does_not_see_it()
    {
        await using Scene scene = await Scene.OfAsync(Scans.Two());
        await scene.Browser.ResizeAsync(420, 900);
        await scene.GoAsync("#image=agent:1");

        Assert.Equal("true", await scene.EvaluateAsync("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        Assert.Equal("1 1 1 1", await scene.EvaluateAsync("['header', 'main', 'footer', 'h1'].map(name => document.querySelectorAll(name).length).join(' ')"));
        Assert.Equal("0", await scene.EvaluateAsync("[...document.querySelectorAll('table')].filter(table => !table.caption).length"));
        Assert.Equal("0", await scene.EvaluateAsync("[...document.querySelectorAll('input, select')].filter(one => !one.labels?.length && !one.getAttribute('aria-label')).length"));
        Assert.Equal("0", await scene.EvaluateAsync("[...document.querySelectorAll('svg')].filter(one => !one.getAttribute('aria-label')).length"));
    }

    /// <summary>A folder of scans, the page of them, and a browser before it.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        private readonly TempFolder _folder;

        private Scene(TempFolder folder, Browser browser) => (_folder, Browser) = (folder, browser);

        internal Browser Browser { get; }

        internal static async Task<Scene> OfAsync(params (string Name, ScanDocument Scan)[] scans)
        {
            TempFolder folder = new();
            foreach (var (name, scan) in scans) folder.With("scans/" + name.Replace('/', '\u2215'), JsonSerializer.Serialize(scan, ReportJson.Readable.ScanDocument));
            using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
            var ran = await archway.RunAsync("report", "scans", "-o", "html=fleet.html", "--format", "table");
            Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
            return new(folder, await Browser.StartAsync());
        }

        internal Task<string> EvaluateAsync(string expression) => Browser.EvaluateAsync(expression);

        // From a page to a part of itself nothing is loaded anew.
        internal async Task GoAsync(string view)
        {
            await Browser.GoAsync("about:blank");
            await Browser.GoAsync($"file://{_folder.Path}/fleet.html{view}");
        }

        public async ValueTask DisposeAsync()
        {
            await Browser.DisposeAsync();
            _folder.Dispose();
        }
    }
}
