using Archway.Core.Tests.Reading.Data;
using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Archway.Reading.Compose;
using Xunit;

namespace Archway.Core.Tests.Reading.Compose;

public sealed class ComposeFormatTests
{
    [Fact]
    public void Every_service_with_an_image_is_found_where_it_is_written()
    {
        using TestFiles files = new(("compose.yaml", """
            services:
              web:
                image: "nginx:1.27"   # front
                platform: linux/amd64
              db: {image: postgres}
              only-built:
                build: .
              broken:
                image: NGINX
            """));

        var found = files.Read(new ComposeFormat(), "compose.yaml").Occurrences;

        Assert.Equal(
            [
                "3:13 nginx:1.27 = docker.io/library/nginx:1.27",
                "5:15 postgres = docker.io/library/postgres:latest",
                "9:12 NGINX = 'NGINX' is not an image reference: the repository 'library/NGINX' must be lower-case",
            ],
            TestFiles.Lines(found));
        Assert.Equal(("web", "linux/amd64", OccurrenceKind.ComposeImage, 10), (found[0].Workload, found[0].Platform, found[0].Kind, found[0].At.Length));
    }

    [Theory]
    [InlineData("${TAG}", "1.27")]
    [InlineData("$TAG", "1.27")]
    [InlineData("${TAG:-2}", "1.27")]
    [InlineData("${NONE:-2}", "2")]
    [InlineData("${NONE-2}", "2")]
    [InlineData("${EMPTY:-2}", "2")]
    [InlineData("v${EMPTY-2}", "v")]
    [InlineData("${NONE:-${ALSO_NONE:-3}}", "3")]
    [InlineData("${NONE:-${TAG}}", "1.27")]
    [InlineData("a${TAG:+b}", "ab")]
    [InlineData("a${NONE:+b}", "a")]
    [InlineData("${TAG:?must be set}", "1.27")]
    [InlineData("$TAG-alpine", "1.27-alpine")]
    public void Variables_are_filled_from_the_env_file_and_their_defaults(string written, string tag) =>
        Assert.Equal(
            [$"3:12 nginx:{written} = docker.io/library/nginx:{tag}"],
            TestFiles.Lines(
                new ComposeFormat(),
                $"services:\n  web:\n    image: nginx:{written}\n",
                "a/compose.yaml",
                ("a/.env", "TAG=1.27\nEMPTY=\n"),
                (".env", "NONE=above\n")));

    [Theory]
    [InlineData("nginx:${HOME}", "the variable HOME has no default here, and no value in the .env file beside this one")]
    [InlineData("nginx:$PATH", "the variable PATH has no default here, and no value in the .env file beside this one")]
    [InlineData("nginx:${TAG:?say which}", "the variable TAG is required and has no value in the .env file beside this one")]
    [InlineData("nginx:${TAG", "a variable is not closed in 'nginx:${TAG'")]
    [InlineData("nginx:${}", "a variable has no name: '${}'")]
    [InlineData("nginx:${TAG!x}", "'${TAG!x}' is no variable")]
    [InlineData("nginx:$", "a lone '$' in 'nginx:$'; write '$$' for the character itself")]
    [InlineData("nginx:$$TAG", "$TAG is filled in from outside this file")]
    [InlineData("nginx:{{ tag }}", "{{ tag }} is filled in from outside this file")]
    public void An_image_that_cannot_be_told_says_why(string written, string reason) =>
        Assert.Equal([$"3:12 {written} = {reason}"], TestFiles.Lines(new ComposeFormat(), $"services:\n  web:\n    image: {written}\n"));

    [Fact]
    public void An_image_shared_through_an_anchor_is_one_occurrence() =>
        Assert.Equal(
            ["1:23 app:1 = docker.io/library/app:1", "7:12 app:2 = docker.io/library/app:2"],
            TestFiles.Lines(new ComposeFormat(), """
                x-app: &app { image: "app:1" }
                services:
                  one: *app
                  two: { <<: *app, restart: always }
                  three:
                    <<: *app
                    image: app:2
                """));

    [Fact]
    public void What_is_built_knows_its_Dockerfile()
    {
        using TestFiles files = new(("a/compose.yaml", """
            services:
              one: {image: "acme/one:${TAG:-1}", build: ./one}
              two:
                image: acme/two
                build: {context: .., dockerfile: docker/Two.Dockerfile}
              three:
                image: acme/three
                build: {context: ., dockerfile_inline: "FROM scratch"}
              four: {image: acme/four, build: {context: "https://example.com/four.git"}}
              five: {image: acme/five, build: ../../outside}
              six: {build: ./six}
            """));

        var context = files.Read(new ComposeFormat(), "a/compose.yaml");

        Assert.Equal(
            ["acme/one:1 a/one/Dockerfile", "acme/two docker/Two.Dockerfile", "acme/three ", "acme/four ", "acme/five ", " a/six/Dockerfile"],
            context.Builds.Select(build => $"{build.Name} {build.Dockerfile}"));
        Assert.Equal(5, context.Occurrences.Count);
    }

    [Fact]
    public void A_service_that_extends_another_inherits_its_build_but_no_second_occurrence()
    {
        using TestFiles files = new(
            ("compose.yaml", """
                services:
                  base: {build: ./base}
                  web: {extends: base, image: acme/web}
                  worker: {extends: {file: common/services.yaml, service: worker}}
                  own: {extends: {file: common/services.yaml, service: worker}, image: acme/own}
                  loop: {extends: loop, image: acme/loop}
                  away: {extends: {file: ../../etc/services.yaml, service: x}, image: acme/away}
                """),
            ("common/services.yaml", "services:\n  worker: {image: 'acme/worker:1', build: ./worker}\n"));

        var context = files.Read(new ComposeFormat(), "compose.yaml");

        Assert.Equal(["acme/web", "acme/own", "acme/loop", "acme/away"], context.Occurrences.Select(found => found.Written));
        Assert.Equal(
            [" base/Dockerfile", "acme/web base/Dockerfile", "acme/worker:1 common/worker/Dockerfile", "acme/own common/worker/Dockerfile"],
            context.Builds.Select(build => $"{build.Name} {build.Dockerfile}"));
    }

    [Fact]
    public void A_file_that_is_scanned_alone_brings_what_it_extends_and_includes()
    {
        using TestFiles files = new(
            ("compose.yaml", """
                include: [more/compose.yaml, {path: [../outside.yaml, third.yaml]}]
                services:
                  worker: {extends: {file: common.yaml, service: worker}}
                """),
            ("common.yaml", "services:\n  worker: {image: acme/worker}\n"),
            ("more/compose.yaml", "services:\n  more: {image: 'acme/more:${TAG}'}\n"),
            ("more/.env", "TAG=7\n"),
            ("third.yaml", "services:\n  third: {image: acme/third}\n"));

        var found = files.Read(new ComposeFormat(), "compose.yaml", isAlone: true).Occurrences;

        Assert.Equal(
            ["common.yaml docker.io/acme/worker:latest", "more/compose.yaml docker.io/acme/more:7", "third.yaml docker.io/acme/third:latest"],
            found.Select(image => $"{image.At.File} {image.Image}"));
        Assert.Empty(files.Read(new ComposeFormat(), "compose.yaml").Occurrences);
    }

    [Theory]
    [InlineData("services: [redis]")]
    [InlineData("services:\n  a: {class: App}")]
    [InlineData("kind: X\nservices:\n  a: {image: b}")]
    [InlineData("- services")]
    [InlineData("")]
    public void Other_documents_are_left_alone(string text) => Assert.Empty(TestFiles.Lines(new ComposeFormat(), text));

    [Fact]
    public void A_build_names_images_in_the_Compose_file_itself()
    {
        using TestFiles files = new((".env", "TAG=3"), ("compose.yaml", """
            services:
              web:
                build:
                  context: .
                  additional_contexts:
                    base: docker-image://alpine:${TAG}
                    source: ./src
              job:
                build:
                  additional_contexts: ["tools=docker-image://acme/tools:1", other=https://example.com/a.git]
                  dockerfile_inline: |
                    ARG TAG=1.27
                    FROM nginx:$TAG AS base
                    FROM base
                    COPY --from=busybox /bin/sh /
              plain:
                build: {dockerfile_inline: FROM scratch}
            """));

        var found = files.Read(new ComposeFormat(), "compose.yaml").Occurrences;

        Assert.Equal(
            [
                "6:30 alpine:${TAG} = docker.io/library/alpine:3",
                "10:51 acme/tools:1 = docker.io/acme/tools:1",
                "13:14 nginx:$TAG = docker.io/library/nginx:1.27",
                "15:21 busybox = docker.io/library/busybox:latest",
            ],
            TestFiles.Lines(found));
        Assert.Equal(["web", "job"], found.Select(image => image.Workload).Distinct());
    }

    [Theory]
    [InlineData("dockerfile_inline: \"FROM mongo:3.0\\nRUN x\"", 4)]
    [InlineData("dockerfile_inline: 'FROM mongo:3.0'", 4)]
    [InlineData("dockerfile_inline: FROM mongo:3.0", 4)]
    [InlineData("dockerfile_inline: >\n        FROM mongo:3.0\n\n        RUN x", 5)]
    [InlineData("dockerfile_inline: \"ARG V=3.0\\nFROM mongo:${V}\"", 4)]
    public void A_Dockerfile_within_the_file_is_read_however_it_is_written(string build, int line)
    {
        using var folder = new Folder().With("compose.yaml", $"services:\n  b:\n    build:\n      {build}\n");

        Assert.Matches($@"^compose\.yaml:{line} mongo:.* → docker\.io/library/mongo:3\.0$", folder.Images());
    }
}
