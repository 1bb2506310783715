using Archway.Core.Tests.Reading.Data;
using Archway.Reading.Helm;
using Xunit;

namespace Archway.Core.Tests.Reading.Helm;

public sealed class HelmValuesFormatTests
{
    private const string Chart = """
        apiVersion: v2
        name: app
        version: 0.1.0
        appVersion: "1.2"
        dependencies:
        - {name: redis, version: 1, repository: https://charts.example.com}
        - {name: web, alias: front}
        """;

    [Theory]
    [InlineData("image: {repository: acme/app, tag: v1}", "1:21 acme/app = docker.io/acme/app:v1")]
    [InlineData("image: {repository: acme/app, tag: 1.10}", "1:21 acme/app = docker.io/acme/app:1.10")]
    [InlineData("image: {repository: acme/app, tag: ''}", "1:21 acme/app = docker.io/acme/app:1.2")]
    [InlineData("image: {repository: acme/app, tag: ~, pullPolicy: Always}", "1:21 acme/app = docker.io/acme/app:1.2")]
    [InlineData("image: {repository: acme/app}", "1:21 acme/app = docker.io/acme/app:1.2")]
    [InlineData("server: {repository: acme/app, pullPolicy: Always}", "1:22 acme/app = docker.io/acme/app:1.2")]
    [InlineData("image: {repository: acme/app, registry: quay.io, tag: v1}", "1:21 acme/app = quay.io/acme/app:v1")]
    [InlineData("image: {repository: acme/app, registry: '', tag: v1}", "1:21 acme/app = docker.io/acme/app:v1")]
    [InlineData("image: {repository: 'acme/app:v3', tag: ''}", "1:22 acme/app:v3 = docker.io/acme/app:v3")]
    [InlineData("image: {repository: acme/app, digest: 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'}",
        "1:21 acme/app = docker.io/acme/app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("image: {repository: acme/app, tag: v1, sha: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef}",
        "1:21 acme/app = docker.io/acme/app:v1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("image: {repository: acme/app, tag: 'v1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'}",
        "1:21 acme/app = docker.io/acme/app:v1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("image: {name: acme/app, tag: v1}", "1:15 acme/app = docker.io/acme/app:v1")]
    [InlineData("image: acme/app:v1", "1:8 acme/app:v1 = docker.io/acme/app:v1")]
    [InlineData("image: nginx", "1:8 nginx = docker.io/library/nginx:latest")]
    [InlineData("a: {b: [{image: nginx:1}]}", "1:17 nginx:1 = docker.io/library/nginx:1")]
    [InlineData("a: {image: acme/app, imageTag: v1}", "1:12 acme/app = docker.io/acme/app:v1")]
    [InlineData("a: {image: acme/app, tag: v1}", "1:12 acme/app = docker.io/acme/app:v1")]
    [InlineData("a: {jobImage: acme/job, jobTag: v1}", "1:15 acme/job = docker.io/acme/job:v1")]
    [InlineData("a: {image: acme/app, version: v1, registry: quay.io}", "1:12 acme/app = quay.io/acme/app:v1")]
    [InlineData("a: {image: 'ghcr.io/acme/app:v1', registry: quay.io}", "1:13 ghcr.io/acme/app:v1 = ghcr.io/acme/app:v1")]
    [InlineData("a: {imageName: acme/app, imageVersion: v1}", "1:16 acme/app = docker.io/acme/app:v1")]
    [InlineData("proxyImage: acme/proxy:v1", "1:13 acme/proxy:v1 = docker.io/acme/proxy:v1")]
    [InlineData("image: '{{ .Values.global.image }}'", "1:9 {{ .Values.global.image }} = {{ .Values.global.image }} is filled in from outside this file")]
    [InlineData("global: {imageRegistry: mirror.example.com}\nimage: {registry: docker.io, repository: acme/app, tag: v1}",
        "2:42 acme/app = mirror.example.com/acme/app:v1")]
    [InlineData("global: {imageRegistry: mirror.example.com}\nimage: {repository: quay.io/acme/app, tag: v1}", "2:21 quay.io/acme/app = quay.io/acme/app:v1")]
    [InlineData("global: {imageRegistry: mirror.example.com}\nimage: {registry: quay.io, repository: acme/app, tag: v1}",
        "2:40 acme/app = quay.io/acme/app:v1")]
    [InlineData("image: {repo: mongo, tag: v1}", "1:15 mongo = docker.io/library/mongo:v1")]
    [InlineData("image: {registry: quay.io, name: app, tag: v1}", "1:34 app = quay.io/app:v1")]
    [InlineData("global: {hub: docker.io/istio, tag: 1.20.0}\npilot: {image: pilot}", "2:16 pilot = docker.io/istio/pilot:1.20.0")]
    [InlineData("redis: {image: {repository: redis}}", "1:29 redis = it has no tag, and the chart redis whose appVersion stands in for it is not in this tree")]
    [InlineData("front: {image: {repository: acme/front}}", "1:29 acme/front = docker.io/acme/front:9")]
    [InlineData("services: {web: {image: {repository: acme/web, tag: v1}}}", "1:38 acme/web = docker.io/acme/web:v1")]
    [InlineData("kind: DaemonSet\nimage: acme/app:v1", "2:8 acme/app:v1 = docker.io/acme/app:v1")]
    public void An_image_is_read_from_its_parts(string values, string line) =>
        Assert.Equal(
            [line],
            TestFiles.Lines(
                new HelmValuesFormat(), values, "chart/values.yaml", ("chart/Chart.yaml", Chart), ("chart/charts/web/Chart.yaml", "appVersion: 9")));

    [Theory]
    [InlineData("git: {repository: 'https://github.com/acme/app', tag: v1}")]
    [InlineData("git: {repository: 'git@github.com:acme/app.git', tag: v1}")]
    [InlineData("image: {repository: '', tag: v1}")]
    [InlineData("image: {repository: null, tag: v1}")]
    [InlineData("image: {repository: '', name: operator, tag: v1}")]
    [InlineData("image: {name: operator, tag: v1}")]
    [InlineData("image: {repo: shop, version: v1}")]
    [InlineData("image: {repo: shop, pullPolicy: Always}")]
    [InlineData("image: {pullPolicy: Always}")]
    [InlineData("image: ''")]
    [InlineData("image: true")]
    [InlineData("useImage: yes")]
    [InlineData("image: 1.2")]
    [InlineData("logoImage: https://example.com/logo:1.png")]
    [InlineData("imagePullPolicy: a/b:c")]
    [InlineData("imagePullSecrets: [{name: a/b}]")]
    [InlineData("imageTag: v1")]
    [InlineData("backup: {repository: s3/bucket}")]
    public void Other_values_are_no_images(string values) =>
        Assert.Empty(TestFiles.Lines(new HelmValuesFormat(), values, "values.yaml", ("Chart.yaml", Chart)));

    [Theory]
    [InlineData("values.yaml", true)]
    [InlineData("values-prod.yml", true)]
    [InlineData("prod-values.yaml", true)]
    [InlineData("values.prod.yaml", true)]
    [InlineData("ci/full-values.yaml", true)]
    [InlineData("values/prod.yaml", true)]
    [InlineData("myvalues.yaml", false)]
    [InlineData("Chart.yaml", false)]
    public void Values_are_told_by_their_name(string path, bool isValues) =>
        Assert.Equal(isValues ? 1 : 0, TestFiles.Lines(new HelmValuesFormat(), "image: acme/app:v1", path).Length);

    [Fact]
    public void Values_for_a_chart_that_lies_elsewhere_have_no_default_tag() =>
        Assert.Equal(
            ["1:21 acme/app = it has no tag, and the chart's appVersion is not in this tree"],
            TestFiles.Lines(new HelmValuesFormat(), "image: {repository: acme/app, tag: \"\"}", "deploy/values.yaml"));

    [Fact]
    public void A_dependency_may_be_told_in_a_file_of_its_own() =>
        Assert.Equal(
            ["1:29 redis = it has no tag, and the chart redis whose appVersion stands in for it is not in this tree"],
            TestFiles.Lines(
                new HelmValuesFormat(), "redis: {image: {repository: redis}}", "c/values.yaml",
                ("c/Chart.yaml", "appVersion: 1"), ("c/requirements.yaml", "dependencies: [{name: redis}]")));

    [Fact]
    public void A_chart_without_an_appVersion_says_so() =>
        Assert.Equal(
            ["1:21 acme/app = it has no tag, and c/Chart.yaml has no appVersion"],
            TestFiles.Lines(new HelmValuesFormat(), "image: {repository: acme/app}", "c/ci/values.yaml", ("c/Chart.yaml", "name: c")));
}
