using Archway.Core.Tests.Reading.Data;
using Archway.Reading;
using Archway.Reading.Helm;
using Xunit;

namespace Archway.Core.Tests.Reading.Helm;

public sealed class HelmTemplateFormatTests
{
    [Fact]
    public void Only_images_written_out_are_found()
    {
        using TestFiles files = new(("chart/Chart.yaml", "name: chart"), ("chart/templates/sub/deployment.yaml", """
            {{- if .Values.enabled }}
            {{/*
              image: commented:1
            */}}
            spec:
              containers:
                - image: busybox:1.36   # small
                - name: a
                  image: "quay.io/acme/a:1"
                - name: b
                  image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
                - image: 'Upper'
                # image: off:1
                  "image": json:1
                  imagePullPolicy: Always
                  image:
                    repository: x
                  image: {{ .Values.image }}
                  image: null
                  image: ~
            {{- end }}
            """.Replace("\n", "\r\n", StringComparison.Ordinal)));

        var document = Assert.IsType<SourceItem.Document>(Assert.Single(files.Read(new HelmTemplateFormat(), "chart/templates/sub/deployment.yaml"))).Content;

        Assert.Equal(
            [
                "7:14 busybox:1.36 = docker.io/library/busybox:1.36",
                "9:15 quay.io/acme/a:1 = quay.io/acme/a:1",
                "12:15 Upper = 'Upper' is not an image reference: the repository 'library/Upper' must be lower-case",
                "14:16 json:1 = docker.io/library/json:1",
            ],
            TestFiles.Lines(document.Occurrences));
    }

    [Theory]
    [InlineData("templates/a.yaml")]
    [InlineData("a/templates/b.tpl")]
    public void A_template_lies_in_a_chart(string path)
    {
        using TestFiles files = new((path, "image: a:1\n"));

        Assert.Empty(files.Read(new HelmTemplateFormat(), path));
    }

    [Theory]
    [InlineData("chart/templates/NOTES.txt")]
    [InlineData("chart/crds/a.yaml")]
    [InlineData("a/mytemplates/b.yaml")]
    public void Other_files_are_not_asked_for(string path) => Assert.False(new HelmTemplateFormat().Wants(path));
}
