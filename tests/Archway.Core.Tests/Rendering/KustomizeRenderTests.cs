using Archway.Oci.Programs;
using Xunit;

namespace Archway.Core.Tests.Rendering;

/// <summary>Kustomizations; what is written by hand has the form of kustomize 5.5.</summary>
public sealed class KustomizeRenderTests : IDisposable
{
    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - image: ghcr.io/acme/web:2\n    name: c\n";
    private readonly RenderedFolder _folder = new();

    [Fact]
    public async Task The_program_of_this_machine_fills_in_what_the_sources_leave_open()
    {
        Assert.SkipWhen(ExternalProgram.Find("kustomize", RenderedFolder.RealPath) is null && ExternalProgram.Find("kubectl", RenderedFolder.RealPath) is null,
            "neither kustomize nor kubectl is on the PATH");
        _folder.Variables["PATH"] = RenderedFolder.RealPath;
        _folder.With("base/kustomization.yaml", "resources: [pod.yaml]\n")
            .With("base/pod.yaml", Pod.Replace("ghcr.io/acme/web:2", "WEB_IMAGE", StringComparison.Ordinal));
        _folder.With("prod/kustomization.yaml", """
            resources: [../base]
            configMapGenerator:
            - {name: files, files: [settings.json, renamed=other.json], envs: [prod.env]}
            images:
            - {name: WEB_IMAGE, newName: ghcr.io/acme/web, newTag: "2"}
            patches:
            - path: side.yaml
            """);
        _folder.With("prod/settings.json", "{}").With("prod/other.json", "{}").With("prod/prod.env", "A=b\n");
        _folder.With("prod/side.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: side, image: 'ghcr.io/acme/side:1'}]}\n");

        var rendered = await _folder.RenderAsync();

        Assert.Empty(RenderedFolder.Problems(rendered));
        Assert.Equal(["base/pod.yaml:7:12 WEB_IMAGE → ghcr.io/acme/web:2"], RenderedFolder.Told(rendered));
        Assert.Equal(1, rendered.Rendered);
    }

    [Theory]
    [InlineData("images: [{name: web, newName: ghcr.io/acme/web}]", "kustomization.yaml:1:31 ghcr.io/acme/web")]
    [InlineData("namePrefix: a", "kustomization.yaml:1:1 ghcr.io/acme/web:2")]
    [InlineData("commonAnnotations: {of: 'ghcr.io/acme/web'}", "kustomization.yaml:1:26 ghcr.io/acme/web")]
    [InlineData("commonAnnotations: {of: 'ghcr.io/acme/website'}", "kustomization.yaml:1:1 ghcr.io/acme/web:2")]
    public async Task An_image_is_told_where_the_kustomization_names_it(string kustomization, string place)
    {
        _folder.With("kustomization.yaml", kustomization + "\n").Recorded("kustomize", Pod);

        Assert.Equal([$"{place} → ghcr.io/acme/web:2"], RenderedFolder.Told(await _folder.RenderAsync()));
    }

    [Theory]
    [InlineData("resources: ['https://example.com/pods.yaml']", "https://example.com/pods.yaml")]
    [InlineData("resources: ['https://user:secret@example.com/repo//base?ref=v1']", "https://example.com/repo//base?ref=v1")]
    [InlineData("resources: [github.com/acme/shop//base?ref=main]", "github.com/acme/shop//base?ref=main")]
    [InlineData("bases: ['git@github.com:acme/shop.git']", "git@github.com:acme/shop.git")]
    [InlineData("components: ['git::https://example.com/shop']", "git::https://example.com/shop")]
    [InlineData("resources: ['ssh://git@example.com/shop']", "ssh://example.com/shop")]
    [InlineData("patches: [{path: 'https://example.com/patch.yaml'}]", "https://example.com/patch.yaml")]
    [InlineData("configMapGenerator: [{name: a, files: ['x=https://example.com/a']}]", "https://example.com/a")]
    [InlineData("openapi: {path: 'http://169.254.169.254/'}", "http://169.254.169.254/")]
    [InlineData("transformers: ['https://example.com/t.yaml']", "https://example.com/t.yaml")]
    [InlineData("x: &a ['https://example.com/pods.yaml']\nresources: *a", "https://example.com/pods.yaml")]
    public async Task What_comes_from_the_network_is_refused_before_the_program_starts(string kustomization, string address)
    {
        _folder.With("base/kustomization.yaml", kustomization + "\n").With("prod/kustomization.yaml", "resources: [../base]\n");
        _folder.Program("kustomize", $"echo started > '{_folder.Notes.On("seen")}'");

        var rendered = await _folder.RenderAsync();

        Assert.Equal([$"prod/kustomization.yaml: it takes {address} from the network; --render-network allows that"], RenderedFolder.Problems(rendered));
        Assert.False(File.Exists(_folder.Notes.On("seen")));
        Assert.Empty((await _folder.RenderAsync(_folder.Options() with { AllowsNetwork = true })).NotRendered);
    }

    [Theory]
    [InlineData("resources: [../../outside]", "../../outside, which shop/kustomization.yaml names, is not in the scanned folder")]
    [InlineData("resources: [/etc/passwd]", "/etc/passwd, which shop/kustomization.yaml names, is not in the scanned folder")]
    [InlineData("resources: ['file:///etc/passwd']", "file:///etc/passwd, which shop/kustomization.yaml names, is not in the scanned folder")]
    [InlineData("resources: ['github.com/../../../../etc']", "github.com/../../../../etc, which shop/kustomization.yaml names, is not in the scanned folder")]
    [InlineData("resources: ['a@b:/../../../../etc']", "a@b:/../../../../etc, which shop/kustomization.yaml names, is not in the scanned folder")]
    [InlineData("resources: [gone.yaml]", "gone.yaml, which shop/kustomization.yaml names, is not in the scanned folder")]
    [InlineData("resources: [linked]", "linked, which shop/kustomization.yaml names, is not in the scanned folder")]
    [InlineData("helmCharts: [{name: db}]",
        "shop/kustomization.yaml inflates Helm charts, for which kustomize would start helm; render those charts by themselves")]
    public async Task What_leaves_the_scanned_folder_is_refused(string kustomization, string problem)
    {
        _folder.With("shop/kustomization.yaml", kustomization + "\n").Program("kustomize", "").Tree.WithLink("shop/linked", "/etc");

        Assert.Equal([$"shop/kustomization.yaml: {problem}"], RenderedFolder.Problems(await _folder.RenderAsync()));
        Assert.Equal([$"shop/kustomization.yaml: {problem}"],
            RenderedFolder.Problems(await _folder.RenderAsync(_folder.Options() with { AllowsNetwork = true })));
    }

    [Fact]
    public async Task Only_what_no_other_builds_upon_is_rendered()
    {
        _folder.With("base/kustomization.yaml", "resources: []\n").With("dev/kustomization.yml", "resources: [../base]\n")
            .With("prod/Kustomization", "bases: [../base/]\n");
        _folder.With("part/kustomization.yaml", "kind: Component\n").With("loop/kustomization.yaml", "resources: [.]\n");
        _folder.With("flux/kustomization.yaml", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n");
        _folder.Program("kustomize", $"echo \"$1 $2\" >> '{_folder.Notes.On("seen")}'");

        var rendered = await _folder.RenderAsync();

        var seen = await File.ReadAllLinesAsync(_folder.Notes.On("seen"), TestContext.Current.CancellationToken);
        Assert.Equal(["dev", "prod"], seen.Select(line => line[(line.LastIndexOf('/') + 1)..]).Order(StringComparer.Ordinal));
        Assert.All(seen, line => Assert.StartsWith("build /", line, StringComparison.Ordinal));
        Assert.Equal(2, rendered.Rendered);
    }

    [Fact]
    public async Task The_program_sees_what_is_named_and_nothing_else()
    {
        _folder.With("kustomization.yaml", "resources: [pod.yaml]\nconfigMapGenerator: [{name: a, files: [key=a.txt]}]\n").With("pod.yaml", Pod).With("a.txt")
            .With("secret.txt");
        _folder.Program("kubectl", $"""echo "$1" > '{_folder.Notes.On("seen")}'; cd "$2"; echo * >> '{_folder.Notes.On("seen")}'""");

        await _folder.RenderAsync();

        Assert.Equal(["kustomize", "a.txt kustomization.yaml pod.yaml"],
            await File.ReadAllLinesAsync(_folder.Notes.On("seen"), TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();
}
