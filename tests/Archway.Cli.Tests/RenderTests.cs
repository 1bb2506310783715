using System.Xml.Linq;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary><c>archway scan --render</c>, with a stand-in for helm on the PATH.</summary>
public sealed class RenderTests : IDisposable
{
    private const string Chart = "apiVersion: v2\nname: shop\nversion: 0.3.0\nappVersion: '2.4'\n";
    private readonly TempFolder _tree = new();
    private readonly TempFolder _programs = new();

    public RenderTests() => _tree
        .With("charts/shop/Chart.yaml", Chart)
        .With("charts/shop/templates/web.yaml", "# web\nimage: \"{{ .Values.registry }}/web:{{ .Chart.AppVersion }}\"\n")
        .With("charts/cart/Chart.yaml", Chart.Replace("shop", "cart", StringComparison.Ordinal))
        .With("deploy/kustomization.yaml", "resources: ['https://example.com/pods.yaml']\n");

    [Fact]
    public async Task A_chart_without_its_program_is_told_and_never_passed_over()
    {
        using ArchwayProgram archway = new() { WorkingFolder = _tree.Path };
        archway.With("PATH", _programs.Path);

        var ran = await archway.RunAsync("scan", ".", "--offline", "--render", "--fail-on", "unknown");

        Golden.Equal("Render.Without_programs", ran.ToString());
    }

    [Fact]
    public async Task A_rendered_image_is_reported_at_the_line_of_its_template()
    {
        using var archway = WithHelm();

        var ran = await archway.RunAsync("scan", ".", "--offline", "--render", "--format", "json");

        _programs.With("scan.json", ran.Output);
        Schema.Validate(Path.Combine(Repository.Root, "docs/scan.schema.json"), Path.Combine(_programs.Path, "scan.json"));
        var found = Assert.Single(ran.Json().GetProperty("occurrences").EnumerateArray().ToArray());
        Assert.Equal(
            ("charts/shop/templates/web.yaml", 2, "ghcr.io/acme/web:2.4", "rendered:helm", "Pod/web"),
            (found.GetProperty("file").GetString(), found.GetProperty("line").GetInt32(), found.GetProperty("image").GetString(),
                found.GetProperty("kind").GetString(), found.GetProperty("workload").GetString()));
        var looked = ran.Json().GetProperty("looked");
        Assert.Equal((2, 1), (looked.GetProperty("rendered").GetInt32(), looked.GetProperty("notRendered").GetInt32()));
        Assert.Equal("deploy/kustomization.yaml",
            Assert.Single(ran.Json().GetProperty("notRendered").EnumerateArray().ToArray()).GetProperty("file").GetString());
    }

    [Fact]
    public async Task What_was_not_rendered_is_no_success_to_whoever_looks_at_tests_only()
    {
        using var archway = WithHelm();

        var suite = XDocument.Parse((await archway.RunAsync("scan", ".", "--offline", "--render", "--format", "junit")).Output).Root!.Element("testsuite")!;

        var source = Assert.Single(suite.Elements("testcase"), test => test.Attribute("classname")!.Value == "not rendered");
        Assert.Equal(
            ("deploy/kustomization.yaml", "not rendered", $"{suite.Elements("testcase").Count()}"),
            (source.Attribute("name")!.Value, source.Element("error")!.Attribute("type")!.Value, suite.Attribute("tests")!.Value));
    }

    [Fact]
    public async Task Of_several_targets_each_place_says_which_one_it_is_of()
    {
        using var archway = WithHelm();

        var ran = await archway.RunAsync("scan", "charts/shop", "deploy", "--offline", "--render", "--format", "json");

        Assert.Equal("charts/shop/templates/web.yaml",
            Assert.Single(ran.Json().GetProperty("occurrences").EnumerateArray().ToArray()).GetProperty("file").GetString());
        Assert.Equal("deploy/kustomization.yaml",
            Assert.Single(ran.Json().GetProperty("notRendered").EnumerateArray().ToArray()).GetProperty("file").GetString());
    }

    [Fact]
    public async Task A_saved_scan_is_written_again_with_what_was_not_rendered()
    {
        using ArchwayProgram archway = new() { WorkingFolder = _tree.Path };
        archway.With("PATH", _programs.Path);
        await archway.RunAsync("scan", ".", "--offline", "--render", "-o", "json=scan.json");

        var table = await archway.RunAsync("convert", "scan.json");
        var markdown = await archway.RunAsync("convert", "scan.json", "--format", "markdown");
        var sarif = await archway.RunAsync("convert", "scan.json", "--format", "sarif");

        Assert.Contains("2 charts were not rendered: helm is not on the PATH\n", table.Output, StringComparison.Ordinal);
        Assert.Contains("2 charts were not rendered: helm is not on the PATH\n", markdown.Output, StringComparison.Ordinal);
        Assert.Contains("\"not rendered: helm is not on the PATH\"", sarif.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_option_no_program_is_started_whatever_the_tree_says()
    {
        using var archway = WithHelm();
        _tree.With("archway.yaml", "render: true\nrendering: {network: true}\n");

        var ran = await archway.RunAsync("scan", ".", "--offline", "--format", "json");

        Assert.Empty(ran.Json().GetProperty("occurrences").EnumerateArray());
        Assert.False(ran.Json().TryGetProperty("notRendered", out _));
        Assert.False(File.Exists(Path.Combine(_programs.Path, "started")));
    }

    [Fact]
    public async Task A_file_of_values_that_is_not_there_is_a_usage_error()
    {
        using var archway = WithHelm();

        var ran = await archway.RunAsync("scan", ".", "--offline", "--render-values", "gone.yaml");

        Assert.Equal((2, $"archway: there is no file of values '{Path.Combine(_tree.Path, "gone.yaml")}'\n"), (ran.ExitCode, ran.Error));
    }

    public void Dispose()
    {
        _tree.Dispose();
        _programs.Dispose();
    }

    private ArchwayProgram WithHelm()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "/bin/sh is not here to run the stand-in");
        _programs.With("helm", $"""
            #!/bin/sh
            echo x > '{_programs.Path}/started'
            /bin/grep -q 'name: shop' "$3/Chart.yaml" || exit 0
            exec /bin/cat <<'END'
            ---
            # Source: shop/templates/web.yaml
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
            spec:
              containers:
              - name: web
                image: "ghcr.io/acme/web:2.4"
            END
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(_programs.Path, "helm"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _programs.With("kubectl", "");
        ArchwayProgram archway = new() { WorkingFolder = _tree.Path };
        return archway.With("PATH", _programs.Path);
    }
}
