using Archway.Core.Tests.Reading.Data;
using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Archway.Reading.Helmfile;
using Xunit;

namespace Archway.Core.Tests.Reading.Helmfile;

public sealed class HelmfileFormatTests
{
    private const string Text = """
        environments:
          default: {values: [{image: {repository: no/image, tag: v1}}]}
        ---
        {{- $tag := "v1" }}
        repositories: [{name: stable, url: https://charts.example.com}]
        releases:
        {{ range .Values.apps }}
        - name: app-{{ . }}
          chart: stable/app
          values:
          - common.yaml
          - image: {repository: acme/app, tag: v1}
            sidecar:
              image: acme/sidecar:{{ .Values.tag | default "x: y" }}
            other: {repository: acme/other, tag: {{ $tag | quote }} }
          set:
          - {name: web.image.repository, value: ghcr.io/acme/web}
          - {name: web.image.tag, value: '2'}
          - {name: job.image.tag, value: '3'}
          hooks:
          - {events: [prepare], command: docker, args: [pull, acme/hook]}
          strategicMergePatches:
          - apiVersion: v1
            kind: Pod
            spec: {containers: [{name: a, image: acme/patched:1}]}
        {{ end }}
        """;

    [Theory]
    [InlineData("helmfile.yaml")]
    [InlineData("deploy/helmfile.yaml.gotmpl")]
    [InlineData("helmfile.d/01-apps.yaml")]
    public void Releases_bring_values_of_their_own(string path) =>
        Assert.Equal(
            [
                "12:25 acme/app = docker.io/acme/app:v1",
                "14:14 acme/sidecar:{{ .Values.tag | default \"x: y\" }} = a part of it is filled in by a template",
                "15:25 acme/other = a part of it is filled in by a template",
                "17:41 ghcr.io/acme/web = ghcr.io/acme/web:2",
                "25:42 acme/patched:1 = docker.io/acme/patched:1",
            ],
            Lines(path, Text));

    [Fact]
    public void Values_made_by_a_template_are_values() =>
        Assert.Equal(
            ["3:16 acme/app = docker.io/acme/app:v1"],
            Lines("config/app.yaml.gotmpl",
                "{{/* a\n comment */}}\nimage: {name: acme/app, tag: v1}\n".Replace("name: ", "name:  ", StringComparison.Ordinal)));

    [Theory]
    [InlineData("values.yaml")]
    [InlineData("helmfile.lock")]
    [InlineData("script.gotmpl")]
    public void Other_files_are_left_to_others(string path) => Assert.False(new HelmfileFormat().Wants(path));

    [Fact]
    public void What_stays_unread_is_told_where_images_stand_in_it()
    {
        using TestFiles files = new(("helmfile.yaml", "releases:\n- values:\n  - image: [a\n"), ("helmfile.d/b.yaml", "a: [b\n"));

        Assert.Equal(["helmfile.yaml"], files.Read(new HelmfileFormat(), "helmfile.yaml").OfType<SourceItem.Unparsed>().Select(item => item.Path));
        Assert.Empty(files.Read(new HelmfileFormat(), "helmfile.d/b.yaml"));
    }

    [Theory]
    [InlineData("{{")]
    [InlineData("{{}}")]
    [InlineData("{{ a }}\n")]
    [InlineData("- image: {{ a }}\n")]
    public void A_template_made_to_cost_time_costs_little(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 500_000 / piece.Length));

        Assert.Equal(text.Length, TemplatedText.Flatten(text).Length);
    }

    private static string[] Lines(string path, string text)
    {
        using TestFiles files = new((path, text));
        return TestFiles.Lines(files.Read(new HelmfileFormat(), path).OfType<SourceItem.Document>().SelectMany(document => document.Content.Occurrences));
    }

    [Fact]
    public void A_file_of_values_is_read_under_any_name_that_a_release_calls_it_by()
    {
        using var folder = new Folder()
            .With("helmfile.yaml", "releases:\n- name: a\n  chart: b/c\n  values: [vals/extra.yaml, vals/values.yaml, '../outside.yaml', vals/none.yaml]\n")
            .With("vals/extra.yaml", "image: {repository: acme/extra, tag: '1'}").With("vals/values.yaml", "image: {repository: acme/own, tag: '1'}");

        Assert.Equal(
            """
            vals/extra.yaml:1 acme/extra → docker.io/acme/extra:1
            vals/values.yaml:1 acme/own → docker.io/acme/own:1
            """,
            folder.Images());
    }
}
