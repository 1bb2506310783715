using Xunit;

namespace Archway.Core.Tests.Rendering;

/// <summary>What of a chart is there for helm: its folder, its dependencies, its links, and nothing from elsewhere.</summary>
public sealed class HelmChartTests : IDisposable
{
    private const string Chart = "apiVersion: v2\nname: shop\nversion: 0.3.0\nappVersion: '2.4'\n";
    private readonly RenderedFolder _folder = new();

    [Fact]
    public async Task A_chart_inside_another_and_a_library_are_not_rendered_by_themselves()
    {
        _folder.With("charts/shop/Chart.yaml", Chart).With("charts/shop/charts/cache/Chart.yaml", Chart).With("lib/Chart.yaml", Chart + "type: library\n");
        _folder.Program("helm", $"echo \"$3\" >> '{_folder.Notes.On("seen")}'");

        var rendered = await _folder.RenderAsync();

        Assert.EndsWith("/source/charts/shop", Assert.Single(await File.ReadAllLinesAsync(_folder.Notes.On("seen"), TestContext.Current.CancellationToken)),
            StringComparison.Ordinal);
        Assert.Equal(1, rendered.Rendered);
    }

    [Theory]
    [InlineData("{name: db, version: 1.x, repository: 'https://user:secret@charts.example.com/stable'}",
        "it takes the chart db from https://charts.example.com/stable; --render-network allows that")]
    [InlineData("{name: db, version: 1.x, repository: 'oci://charts.example.com/stable'}",
        "it takes the chart db from oci://charts.example.com/stable; --render-network allows that")]
    [InlineData("{name: db, version: 1.x, repository: '@stable'}", "it takes the chart db from a repository; --render-network allows that")]
    [InlineData("{name: db}", "the chart db, which it depends on, is not in its charts folder")]
    [InlineData("{name: db, repository: 'file://../db'}", "the chart db, which it depends on, is not at db")]
    [InlineData("{name: db, repository: 'file://../../../db'}", "the chart db, which it depends on, lies outside the scanned folder")]
    [InlineData("{name: db, repository: 'file:///etc'}", "the chart db, which it depends on, is not at shop/etc")]
    public async Task A_dependency_that_is_not_in_the_tree_is_refused(string dependency, string problem)
    {
        _folder.With("shop/Chart.yaml", $"{Chart}dependencies:\n- {dependency}\n").Program("helm", $"echo started > '{_folder.Notes.On("seen")}'");

        var rendered = await _folder.RenderAsync();

        Assert.Equal([$"shop/Chart.yaml: {problem}"], RenderedFolder.Problems(rendered));
        Assert.False(File.Exists(_folder.Notes.On("seen")));
    }

    [Fact]
    public async Task A_dependency_is_fetched_where_the_network_is_allowed()
    {
        _folder.With("Chart.yaml", Chart + "dependencies:\n- {name: db, version: 1.x, repository: 'https://charts.example.com/a\"b'}\n");
        _folder.Program("helm",
            $"echo \"$1 $2\" >> '{_folder.Notes.On("seen")}'; /bin/cat \"$HELM_CONFIG_HOME/repositories.yaml\" >> '{_folder.Notes.On("seen")}'");

        var rendered = await _folder.RenderAsync(_folder.Options() with { AllowsNetwork = true });

        Assert.Empty(rendered.NotRendered);
        var seen = await File.ReadAllTextAsync(_folder.Notes.On("seen"), TestContext.Current.CancellationToken);
        Assert.StartsWith("dependency build\n", seen, StringComparison.Ordinal);
        Assert.Contains("template release-name\n", seen, StringComparison.Ordinal);
        Assert.Contains("""url: "https://charts.example.com/a\u0022b" """.TrimEnd(), seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_cannot_be_reached_is_named_with_what_to_do()
    {
        _folder.With("Chart.yaml", Chart + "dependencies:\n- {name: db, version: 1.x, repository: 'https://user:secret@charts.example.com/a'}\n");
        _folder.Program("helm", "echo \"Error: no cached repository for db found. (try 'helm repo update'): open index.yaml: no such file\" >&2; exit 1");

        Assert.Equal(
            ["Chart.yaml: the charts it depends on could not be fetched from https://charts.example.com/a: helm failed: no cached repository for db found; "
                + "see that this machine reaches it, or put them into the chart's charts folder"],
            RenderedFolder.Problems(await _folder.RenderAsync(_folder.Options() with { AllowsNetwork = true })));
    }

    [Fact]
    public async Task A_lock_that_takes_a_chart_from_elsewhere_is_refused()
    {
        _folder.With("Chart.yaml", Chart + "dependencies:\n- {name: db, version: 1.x, repository: 'https://charts.example.com'}\n");
        _folder.With("Chart.lock", "dependencies:\n- {name: db, version: 1.0.0, repository: 'file:///home/somebody/chart'}\n").Program("helm", "");

        Assert.Equal(
            ["Chart.yaml: its Chart.lock takes a chart from where Chart.yaml does not"],
            RenderedFolder.Problems(await _folder.RenderAsync(_folder.Options() with { AllowsNetwork = true })));
    }

    [Fact]
    public async Task A_schema_of_values_which_could_fetch_others_is_not_there_for_the_program()
    {
        _folder.With("shop/Chart.yaml", Chart).With("shop/values.schema.json", """{"$ref": "http://127.0.0.1/"}""");
        _folder.Program("helm", $"cd \"$3\"; echo * > '{_folder.Notes.On("seen")}'");

        await _folder.RenderAsync();

        Assert.Equal("Chart.yaml\n", await File.ReadAllTextAsync(_folder.Notes.On("seen"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_link_that_leaves_the_tree_is_refused()
    {
        _folder.With("shop/Chart.yaml", Chart).Program("helm", "").Tree.WithLink("shop/files/passwd", "/etc/passwd");

        Assert.Equal(["shop/Chart.yaml: shop/files/passwd is a link that leaves the scanned folder"], RenderedFolder.Problems(await _folder.RenderAsync()));
    }

    [Fact]
    public async Task A_link_within_the_tree_is_a_plain_file_to_the_program()
    {
        _folder.With("shop/Chart.yaml", Chart).With("common/a.txt", "common").Tree.WithLink("shop/files", "../common");
        _folder.Program("helm", $"""[ -h "$3/files" ] || /bin/cat "$3/files/a.txt" > '{_folder.Notes.On("seen")}'""");

        Assert.Empty((await _folder.RenderAsync()).NotRendered);
        Assert.Equal("common", await File.ReadAllTextAsync(_folder.Notes.On("seen"), TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();
}
