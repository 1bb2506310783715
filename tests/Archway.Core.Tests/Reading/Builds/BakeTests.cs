using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Builds;

public sealed class BakeTests
{
    [Theory]
    [InlineData("docker-bake.hcl")]
    [InlineData("docker-bake.override.hcl")]
    [InlineData("ci/prod-bake.hcl")]
    public void A_tag_is_built_as_written_and_as_it_is_by_default(string path)
    {
        using var folder = new Folder().With("Dockerfile").With(path, """
            variable "REPO" { default = "ghcr.io/acme" }
            variable "TAG" {}
            TOOL = "tool"
            function "tag" { params = [t] result = ["${REPO}:${t}"] }
            group "default" { targets = ["app"] }
            target "app" {
              tags = ["${REPO}/app:${TAG}", "${REPO}/${TOOL}:1", "acme/plain:2", TAG != "" ? "acme/either:${TAG}" : "", notequal("", TAG) ? "acme/some" : ""]
            }
            target "made" { tags = tag("x") }
            """);

        Assert.Equal(
            """
            ${REPO}/app:${TAG}
            ${REPO}/${TOOL}:1
            ghcr.io/acme/tool:1
            acme/plain:2
            acme/either:${TAG}
            acme/some
            """,
            string.Join('\n', folder.Read().OfType<SourceItem.Document>().SelectMany(document => document.Content.Builds)
                .Select(build => build.Name).OfType<string>()));
    }

    [Theory]
    [InlineData("docker-bake.hcl", """target "app" { contexts = { base = "docker-image://alpine:3.20", other = "target:base", src = "https://x/y.git" } }""")]
    [InlineData("docker-bake.json", """{"target": {"app": {"contexts": {"base": "docker-image://alpine:3.20", "other": "target:base"}}}}""")]
    public void A_context_may_be_an_image(string path, string text)
    {
        using var folder = new Folder().With(path, text);

        var found = Assert.Single(folder.Read().OfType<SourceItem.Document>().SelectMany(document => document.Content.Occurrences));

        Assert.Equal(("alpine:3.20", "docker.io/library/alpine:3.20", OccurrenceKind.BakeContext), (found.Written, found.Image?.ToString(), found.Kind));
        Assert.Equal(("app", "base"), (found.Workload, found.Container));
        Assert.Equal(text.IndexOf("alpine", StringComparison.Ordinal) + 1, found.At.Column);
    }

    [Fact]
    public void A_context_with_a_variable_is_resolved_by_its_default()
    {
        using var folder = new Folder().With("docker-bake.hcl", """
            variable "ALPINE" { default = "3.20" }
            variable "BARE" {}
            target "a" { contexts = { base = "docker-image://alpine:${ALPINE}" } }
            target "b" { contexts = { base = "docker-image://${BARE}" } }
            target "c" { args = { IMAGE = "node:20" } }
            """);

        Assert.Equal(
            """
            docker-bake.hcl:3 alpine:${ALPINE} → docker.io/library/alpine:3.20
            docker-bake.hcl:4 ${BARE} → ! the variable BARE has no default in this file
            """,
            folder.Images());
    }

    [Fact]
    public void A_matrix_makes_a_target_once_for_each_combination()
    {
        using var folder = new Folder().With("docker-bake.hcl", """
            variable "VERSIONS" { default = "8.3,8.4" }
            target "app" {
              matrix = { os = ["alpine", "bookworm"], item = [{ tag = "a" }], php = split(",", VERSIONS) }
              contexts = { go = "docker-image://golang:1.24-${os}", php = "docker-image://php:${php}-${os}" }
              tags = ["acme/${item.tag}:${os}", "acme/php:${php}"]
            }
            """);

        Assert.Equal(
            """
            docker-bake.hcl:4 golang:1.24-${os} → docker.io/library/golang:1.24-alpine
            docker-bake.hcl:4 golang:1.24-${os} → docker.io/library/golang:1.24-bookworm
            docker-bake.hcl:4 php:${php}-${os} → ! php is an axis of the target's matrix, whose values are known only when buildx runs
            """,
            folder.Images());
        Assert.Equal(
            """
            docker-bake.hcl:5 acme/${item.tag}:${os} ← ?
            docker-bake.hcl:5 acme/a:alpine ← ?
            docker-bake.hcl:5 acme/php:${php} ← ?
            docker-bake.hcl:5 acme/a:bookworm ← ?
            """,
            folder.Builds());
    }

    [Fact]
    public void A_Dockerfile_within_the_file_is_read_in_its_place()
    {
        using var folder = new Folder().With("Dockerfile").With("docker-bake.hcl", """
            target "app" {
              tags = ["acme/app"]
              dockerfile-inline = <<EOT
            FROM --platform=$BUILDPLATFORM golang:1.22 AS build
              FROM alpine:3.20
            COPY --from=build /a /a
            EOT
            }
            """);

        var found = folder.Read().OfType<SourceItem.Document>().SelectMany(document => document.Content.Occurrences)
            .Where(image => image.At.File == "docker-bake.hcl").Select(image => $"{image.At.Line}:{image.At.Column} {image.Image}");
        Assert.Equal("4:32 docker.io/library/golang:1.22|5:8 docker.io/library/alpine:3.20", string.Join('|', found));
        Assert.Equal("docker-bake.hcl:2 acme/app ← ?", folder.Builds());
    }

    [Fact]
    public void What_cannot_be_read_is_told_with_its_line()
    {
        using var folder = new Folder().With("docker-bake.hcl", "target \"a\" {\n  tags = [\"acme/a\"]\n  x = = 1\n}\n");

        Assert.Equal("docker-bake.hcl:2 acme/a ← ?", folder.Builds());
        Assert.Equal((3, "a value is expected here"), Assert.Single(folder.Read().OfType<SourceItem.Unparsed>().Select(item => (item.Line, item.Problem))));
    }
}
