using Xunit;

namespace Archway.Core.Tests.Rendering;

/// <summary>Charts; the recordings are those of helm 4.1.4.</summary>
public sealed class HelmRenderTests : IDisposable
{
    private const string Chart = "apiVersion: v2\nname: shop\nversion: 0.3.0\nappVersion: '2.4'\n";
    private readonly RenderedFolder _folder = new();

    [Fact]
    public async Task An_image_that_a_template_puts_together_is_told_at_the_line_that_does()
    {
        _folder.Notes.With("shop.yaml", ShopRecording.Output);
        WithShop().Program("helm", $"case $3 in */shop) exec /bin/cat '{_folder.Notes.On("shop.yaml")}';; esac");

        var rendered = await _folder.RenderAsync();

        Assert.Equal(ShopRecording.Told, RenderedFolder.Told(rendered));
        Assert.Empty(rendered.NotRendered);
        Assert.Equal(2, rendered.Rendered);
    }

    [Fact]
    public async Task The_helm_of_this_machine_says_the_same()
    {
        Assert.SkipWhen(Oci.Programs.ExternalProgram.Find("helm", RenderedFolder.RealPath) is null, "helm is not on the PATH");
        WithShop().Variables["PATH"] = RenderedFolder.RealPath;

        var rendered = await _folder.RenderAsync();

        Assert.Equal(ShopRecording.Told, RenderedFolder.Told(rendered));
        Assert.Empty(rendered.NotRendered);
    }

    [Fact]
    public async Task An_image_that_the_sources_name_already_is_no_place_more()
    {
        _folder.With("Chart.yaml", Chart).With("values.yaml", "image: {repository: ghcr.io/acme/web, tag: '1.7'}\n")
            .With("templates/web.yaml", "image: {{ .Values.image }}\n");
        _folder.Recorded("helm", Pod("shop/templates/web.yaml", "ghcr.io/acme/web:1.7"));

        var rendered = await _folder.RenderAsync();

        Assert.Equal("values.yaml", Assert.Single(rendered.Places).At.File);
        Assert.Empty(RenderedFolder.Told(rendered));
    }

    [Theory]
    [InlineData("      - {name: web, image: \"{{ .Values.web }}\"}", 29, "{{ .Values.web }}")]
    [InlineData("      - {image: '{{ .Values.web }}', ports: [{containerPort: 80}], name: web}", 18, "{{ .Values.web }}")]
    [InlineData("      - {name: web, image: \"{{ .Values.web | default \"a,b\" }}\", imagePullPolicy: Always}", 29, "{{ .Values.web | default \"a,b\" }}")]
    [InlineData("      - {\"name\": \"web\", \"image\": \"acme/{{ .Values.web }}:1\"}", 35, "acme/{{ .Values.web }}:1")]
    [InlineData("      - {name: log, image: \"acme/{{ .Values.log }}:1\"}\n      - {name: web, image: \"acme/{{ .Values.web }}:1\"}", 29,
        "acme/{{ .Values.web }}:1", 7)]
    public async Task An_image_in_braces_is_told_at_its_line(string container, int column, string written, int line = 6)
    {
        _folder.With("Chart.yaml", Chart)
            .With("templates/web.yaml", $"apiVersion: v1\nkind: Pod\nmetadata: {{name: web}}\nspec:\n    containers:\n{container}\n");
        _folder.Recorded("helm", "---\n# Source: shop/templates/web.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n    containers:\n"
            + "      - {name: web, image: \"acme/web:1\", ports: [{containerPort: 80}]}\n");

        var rendered = await _folder.RenderAsync();

        Assert.Equal([$"templates/web.yaml:{line}:{column} {written} → docker.io/acme/web:1"], RenderedFolder.Told(rendered));
    }

    [Fact]
    public async Task A_place_whose_tag_the_sources_do_not_tell_gets_the_image_of_the_render()
    {
        _folder.With("Chart.yaml", "name: shop\nversion: 1.0.0\n").With("values.yaml", "image: {repository: acme/web, tag: ''}\n");
        _folder.With("templates/web.yaml", "image: {{ .Values.image.repository }}\n");
        _folder.Recorded("helm", Pod("shop/templates/web.yaml", "quay.io/acme/web:1.0.0"));

        var rendered = await _folder.RenderAsync();

        Assert.Equal(["values.yaml:1:21 acme/web → quay.io/acme/web:1.0.0"], RenderedFolder.Told(rendered));
        Assert.Null(Assert.Single(rendered.Places).Reason);
    }

    [Fact]
    public async Task Renders_that_do_not_agree_tell_no_place_its_image()
    {
        _folder.With("Chart.yaml", "name: shop\nversion: 1.0.0\n").With("values.yaml", "image: {repository: acme/web, tag: ''}\n");
        _folder.With("templates/web.yaml", "image: {{ .Values.image.repository }}\n");
        _folder.Recorded("helm", Pod("shop/templates/web.yaml", "acme/web:1") + Pod("shop/templates/web.yaml", "acme/web:2"));

        var rendered = await _folder.RenderAsync();

        Assert.Null(rendered.Places.Single(place => place.At.File == "values.yaml").Image);
        Assert.Equal(2, RenderedFolder.Told(rendered).Length);
    }

    [Theory]
    [InlineData("shop/../../../etc/passwd")]
    [InlineData("shop/templates/gone.yaml")]
    [InlineData("shop/charts/archived/templates/web.yaml")]
    [InlineData("/")]
    public async Task A_template_that_is_not_in_the_tree_is_told_at_the_chart(string source)
    {
        _folder.With("a/Chart.yaml", Chart).Recorded("helm", Pod(source, "ghcr.io/acme/web:1.7"));

        Assert.Equal(["a/Chart.yaml:1:1 ghcr.io/acme/web:1.7 → ghcr.io/acme/web:1.7"], RenderedFolder.Told(await _folder.RenderAsync()));
    }

    [Fact]
    public async Task A_container_whose_image_is_none_even_when_rendered_is_told()
    {
        _folder.With("Chart.yaml", Chart).With("templates/web.yaml", "containers:\n- image: {{ .Values.repository }}:{{ .Values.tag }}\n");
        _folder.Recorded("helm", Pod("shop/templates/web.yaml", "':1.7'"));

        var place = Assert.Single((await _folder.RenderAsync()).Places);

        Assert.Equal(("templates/web.yaml", 2, null), (place.At.File, place.At.Line, place.Image));
        Assert.NotNull(place.Reason);
    }

    [Fact]
    public async Task A_render_that_shows_images_without_end_is_refused()
    {
        var pods = string.Concat(Enumerable.Range(0, 6000).Select(i => $"---\napiVersion: v1\nkind: Pod\nspec: {{containers: [{{image: 'a/b:{i}'}}]}}\n"));
        _folder.With("Chart.yaml", Chart).Recorded("helm", pods);

        Assert.Equal(["Chart.yaml: its render shows more than 5000 images"], RenderedFolder.Problems(await _folder.RenderAsync()));
    }

    [Theory]
    [InlineData("- --sidecar-image=ghcr.io/acme/side:1", "a:\n- --sidecar-image={{ .side }}\n", "2:19 {{ .side }}")]
    [InlineData("- --sidecar-image=ghcr.io/acme/side:1", "a:\n- --sidecar-image={{ .side }}\n- --sidecar-image={{ .other }}\n", "1:1 ghcr.io/acme/side:1")]
    [InlineData("- --sidecar-image=ghcr.io/acme/side:1", "a:\n- --sidecar-image=ghcr.io/acme/side:1\n", "2:19 ghcr.io/acme/side:1")]
    [InlineData("- --sidecar-image\n    - ghcr.io/acme/side:1", "a:\n- --sidecar-image\n- {{ .side }}\n", "1:1 ghcr.io/acme/side:1")]
    public async Task An_image_of_an_argument_is_told_behind_its_flag(string argument, string template, string place)
    {
        _folder.With("Chart.yaml", Chart).With("templates/web.yaml", template);
        _folder.Recorded("helm", Pod("shop/templates/web.yaml", "") + $"    args:\n    {argument}\n");

        Assert.Equal([$"templates/web.yaml:{place} → ghcr.io/acme/side:1"], RenderedFolder.Told(await _folder.RenderAsync()));
    }

    [Theory]
    [InlineData("env:\n- name: SIDE_IMAGE\n  value: {{ .side }}\n", "3:10 {{ .side }}")]
    [InlineData("env:\n- name: SIDE_IMAGE\n  {{- if .side }}\n  value: {{ .side }}\n", "2:1 - name: SIDE_IMAGE")]
    [InlineData("env:\n{{ .variables }}\n", "1:1 ghcr.io/acme/side:1")]
    public async Task An_image_of_a_variable_is_told_at_the_variable(string template, string place)
    {
        _folder.With("Chart.yaml", Chart).With("templates/web.yaml", template);
        _folder.Recorded("helm", Pod("shop/templates/web.yaml", "") + "    env:\n    - name: SIDE_IMAGE\n      value: ghcr.io/acme/side:1\n");

        Assert.Equal([$"templates/web.yaml:{place} → ghcr.io/acme/side:1"], RenderedFolder.Told(await _folder.RenderAsync()));
    }

    [Fact]
    public async Task An_image_of_a_packed_chart_is_told_where_the_chart_is_named()
    {
        _folder.With("Chart.yaml", Chart + "dependencies:\n- version: 1.x\n  name: db\n  alias: store\n").With("charts/db-1.2.3.tgz", "packed");
        _folder.Recorded("helm", Pod("shop/charts/store/templates/db.yaml", "docker.io/acme/db:1"));

        Assert.Equal(["Chart.yaml:7:9 docker.io/acme/db:1 → docker.io/acme/db:1"], RenderedFolder.Told(await _folder.RenderAsync()));
    }

    [Theory]
    [InlineData("image: {{ .a }}\nimage: {{ .b }}\nimage: {{ .c }}\n", "templates/web.yaml:1:1 ghcr.io/acme/web:1.7")]
    [InlineData("image: {{ .a }}\nimage: ghcr.io/acme/other:1\n", "templates/web.yaml:1:8 {{ .a }}")]
    [InlineData("- name: c\n  image: {{ .a }}\n- name: d\n  image: {{ .b }}\n", "templates/web.yaml:2:10 {{ .a }}")]
    [InlineData("{{- include \"pod\" . }}\n", "templates/web.yaml:1:1 ghcr.io/acme/web:1.7")]
    [InlineData("- image: {{ .a }}\n  name: d\n- image: {{ .b }}\n  name: c\n", "templates/web.yaml:3:10 {{ .b }}")]
    [InlineData("- name: '{{ .name }}'\n  image: {{ .a }}\n- name: d\n  image: {{ .b }}\n", "templates/web.yaml:2:10 {{ .a }}")]
    [InlineData("- name: c\n  {{- if .x }}\n  image: {{ .a }}\n{{- else }}\n  image: {{ .b }}\n{{- end }}\n", "templates/web.yaml:3:10 {{ .a }}")]
    [InlineData("image: {{ .a }}@{{ .b }}\nimage: {{ .a }}:{{ .b }}\n", "templates/web.yaml:2:8 {{ .a }}:{{ .b }}")]
    [InlineData("image: quay.io/{{ .a }}\nimage: ghcr.io/{{ .a }}\n", "templates/web.yaml:2:8 ghcr.io/{{ .a }}")]
    [InlineData("{{- define \"shop.web\" }}\nimage: {{ .a }}\n{{- end }}\n{{- include \"shop.web\" . }}\n", "templates/web.yaml:2:8 {{ .a }}")]
    [InlineData("{{- include \"shop.pod\" . }}\n", "templates/_pod.tpl:2:8 {{ .p }}")]
    public async Task A_line_is_told_only_where_one_fits(string template, string place)
    {
        _folder.With("Chart.yaml", Chart).With("templates/web.yaml", template);
        _folder.With("templates/_pod.tpl", "{{- define \"shop.pod\" }}\nimage: {{ .p }}\n{{- include \"shop.pod\" . }}{{- end }}\n");
        _folder.Recorded("helm", Pod("shop/templates/web.yaml", "ghcr.io/acme/web:1.7"));

        Assert.Equal([$"{place} → ghcr.io/acme/web:1.7"], RenderedFolder.Told(await _folder.RenderAsync()));
    }

    [Fact]
    public async Task Values_of_the_user_go_to_every_chart()
    {
        _folder.Notes.With("prod.yaml", "tag: prod\n");
        _folder.With("a/Chart.yaml", Chart).With("b/Chart.yaml", Chart).Program("helm", $"echo \"$6 $(/bin/cat \"$7\")\" >> '{_folder.Notes.On("seen")}'");

        await _folder.RenderAsync(_folder.Options() with { Values = [_folder.Notes.On("prod.yaml")] });

        Assert.Equal(["--values tag: prod", "--values tag: prod"],
            await File.ReadAllLinesAsync(_folder.Notes.On("seen"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_cannot_be_read_of_a_render_is_told_beside_what_can()
    {
        _folder.With("Chart.yaml", Chart).Recorded("helm", Pod("shop/x", "ghcr.io/acme/web:1.7") + "---\na: [\n");

        var rendered = await _folder.RenderAsync();

        Assert.Single(RenderedFolder.Told(rendered));
        Assert.StartsWith("Chart.yaml: a part of what helm wrote for it cannot be read: ", Assert.Single(RenderedFolder.Problems(rendered)),
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private RenderedFolder WithShop()
    {
        foreach (var (path, text) in ShopRecording.Files) _folder.With(path, text);
        return _folder;
    }

    private static string Pod(string source, string image) =>
        $"---\n# Source: {source}\napiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - name: c\n    image: {image}\n";
}
