using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Dockerfiles;

public sealed class DockerfileImagesTests
{
    [Theory]
    [InlineData("FROM nginx:1.27", "1:6 nginx:1.27 → docker.io/library/nginx:1.27")]
    [InlineData("from nginx as web", "1:6 nginx → docker.io/library/nginx:latest")]
    [InlineData("\uFEFF", "")]
    [InlineData("FROM \"nginx:1.27\"", "1:6 \"nginx:1.27\" → docker.io/library/nginx:1.27")]
    [InlineData("FROM scratch", "")]
    [InlineData("FROM Scratch AS x", "")]
    [InlineData("  FROM   --platform=linux/amd64   quay.io/a/b@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "1:35 quay.io/a/b@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa → quay.io/a/b@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("FROM", "")]
    [InlineData("# FROM nginx\nRUN echo FROM nginx", "")]
    [InlineData("ARG V=3.20\r\nFROM alpine:$V\r\n", "2:6 alpine:$V → docker.io/library/alpine:3.20")]
    [InlineData("ARG A=1 B=$A.2\nFROM a:${B}", "2:6 a:${B} → docker.io/library/a:1.2")]
    [InlineData("ARG A='x' B=\"y z\"\nFROM a:$A", "2:6 a:$A → docker.io/library/a:x")]
    [InlineData("ARG V\nFROM a:${V:-7}", "2:6 a:${V:-7} → docker.io/library/a:7")]
    [InlineData("ARG V=\nFROM a:${V:-7}", "2:6 a:${V:-7} → docker.io/library/a:7")]
    [InlineData("ARG V=\nFROM a${V-7}", "2:6 a${V-7} → docker.io/library/a:latest")]
    [InlineData("FROM a:${V-7}", "1:6 a:${V-7} → docker.io/library/a:7")]
    [InlineData("ARG D=1\nFROM a:${V:-${D:-2}}", "2:6 a:${V:-${D:-2}} → docker.io/library/a:1")]
    [InlineData("ARG S=1\nFROM a${S:+:debug}", "2:6 a${S:+:debug} → docker.io/library/a:debug")]
    [InlineData("FROM a${S:+:debug}", "1:6 a${S:+:debug} → docker.io/library/a:latest")]
    [InlineData("ARG V=v1.2.3\nFROM a:${V#v}", "2:6 a:${V#v} → docker.io/library/a:1.2.3")]
    [InlineData("ARG V=1.2.3\nFROM a:${V%.*}", "2:6 a:${V%.*} → docker.io/library/a:1.2")]
    [InlineData("ARG V=1.2.3\nFROM a:${V%%.*}", "2:6 a:${V%%.*} → docker.io/library/a:1")]
    [InlineData("ARG V=1.2.3\nFROM a:${V##*.}", "2:6 a:${V##*.} → docker.io/library/a:3")]
    [InlineData("ARG V=1.2.3\nFROM a:${V/./-}", "2:6 a:${V/./-} → docker.io/library/a:1-2.3")]
    [InlineData("ARG V=1.2.3\nFROM a:${V//./-}", "2:6 a:${V//./-} → docker.io/library/a:1-2-3")]
    [InlineData("ARG R=\nFROM ${R}nginx", "2:6 ${R}nginx → docker.io/library/nginx:latest")]
    [InlineData("FROM a:\\$V",
        "1:6 a:\\$V → ! 'a:$V' is not an image reference: '$V' is not a tag: letters, digits, '_', '.' and '-', at most 128, not starting with '.' or '-'")]
    [InlineData("ARG V\nFROM a:$V", "2:6 a:$V → ! ARG V has no default; a build is given one with --build-arg V=…")]
    [InlineData("FROM a:$V", "1:6 a:$V → ! no ARG declares V before it is used here")]
    [InlineData("FROM a:${V", "1:6 a:${V → ! its variables are written in a way that cannot be read")]
    [InlineData("FROM {{ base }} AS b", "1:6 {{ base }} → ! it is filled in by a template")]
    [InlineData("FROM {{a}} AS b{{if c: x}}\nCOPY --from=b / /\nCOPY --from=made / /\nCOPY --from=x:1 / /",
        "1:6 {{a}} → ! it is filled in by a template\n4:13 x:1 → docker.io/library/x:1")]
    [InlineData("FROM nginx\nARG V=1\nFROM a:$V", "1:6 nginx → docker.io/library/nginx:latest\n3:6 a:$V → ! no ARG declares V before it is used here")]
    public void An_image_after_FROM_is_read_with_its_arguments(string text, string images) => Assert.Equal(images, Dockerfiles.Images(text));

    [Theory]
    [InlineData("FROM a AS Build\nFROM build\nFROM b", "1:6 a → docker.io/library/a:latest\n3:6 b → docker.io/library/b:latest")]
    [InlineData("FROM a AS a\nFROM a", "1:6 a → docker.io/library/a:latest")]
    [InlineData("FROM b\nFROM a AS b", "1:6 b → docker.io/library/b:latest\n2:6 a → docker.io/library/a:latest")]
    [InlineData("FROM a AS x-amd64\nFROM a AS x-arm64\nFROM x-${TARGETARCH}", "1:6 a → docker.io/library/a:latest\n2:6 a → docker.io/library/a:latest")]
    [InlineData("FROM a AS x-amd64\nFROM x-${TARGETARCH}", "1:6 a → docker.io/library/a:latest")]
    [InlineData("FROM a AS x_linux_arm_v7\nFROM x_${TARGETOS}_${TARGETARCH}_${TARGETVARIANT}", "1:6 a → docker.io/library/a:latest")]
    [InlineData("ARG KIND\nFROM a AS base-dev\nFROM base-$KIND", "2:6 a → docker.io/library/a:latest")]
    [InlineData("ARG KIND=base\nFROM a AS base\nFROM $KIND", "2:6 a → docker.io/library/a:latest")]
    [InlineData("FROM a\nCOPY --from=0 / /\nCOPY --from=7 / /", "1:6 a → docker.io/library/a:latest")]
    public void A_stage_is_no_image(string text, string images) => Assert.Equal(images, Dockerfiles.Images(text));

    [Theory]
    [InlineData("COPY --from=busybox:1.36 /bin/sh /sh", "2:13 busybox:1.36 → docker.io/library/busybox:1.36")]
    [InlineData("COPY --chown=1:1 --from=\"busybox\" /bin/sh /sh", "2:26 busybox → docker.io/library/busybox:latest")]
    [InlineData("COPY --link \\\n  --from=busybox / /", "2:1 busybox → docker.io/library/busybox:latest")]
    [InlineData("COPY --from=base / /\nCOPY --from=BASE / /", "")]
    [InlineData("ARG V=9\nCOPY --from=x:$V / /", "3:13 x:$V → docker.io/library/x:9")]
    [InlineData("RUN --mount=type=bind,from=golang:1.23,target=/go ls", "2:28 golang:1.23 → docker.io/library/golang:1.23")]
    [InlineData("RUN --mount=from=golang,type=cache --mount=type=bind,from=base ls", "2:18 golang → docker.io/library/golang:latest")]
    [InlineData("RUN --mount=\"type=bind,from=golang\" ls", "2:29 golang → docker.io/library/golang:latest")]
    [InlineData("RUN --mount=type=cache,target=/x ls --from=y", "")]
    [InlineData("ONBUILD COPY --from=busybox / /", "2:21 busybox → docker.io/library/busybox:latest")]
    [InlineData("ONBUILD RUN --mount=from=busybox ls", "2:26 busybox → docker.io/library/busybox:latest")]
    [InlineData("ADD --from=busybox / /", "")]
    public void Files_taken_from_an_image_name_it(string instructions, string images) =>
        Assert.Equal(("1:6 a → docker.io/library/a:latest\n" + images).TrimEnd(), Dockerfiles.Images("FROM a AS base\n" + instructions));

    [Theory]
    [InlineData("# syntax=docker/dockerfile:1\nFROM a", "1:10 docker/dockerfile:1 → docker.io/docker/dockerfile:1\n2:6 a → docker.io/library/a:latest")]
    [InlineData("#SYNTAX = docker/dockerfile:1  \r\nFROM a", "1:11 docker/dockerfile:1 → docker.io/docker/dockerfile:1\n2:6 a → docker.io/library/a:latest")]
    [InlineData("# check=skip=all\n# syntax=x/y\nFROM a", "2:10 x/y → docker.io/x/y:latest\n3:6 a → docker.io/library/a:latest")]
    [InlineData("# a comment\n# syntax=x/y\nFROM a", "3:6 a → docker.io/library/a:latest")]
    [InlineData("\n# syntax=x/y\nFROM a", "3:6 a → docker.io/library/a:latest")]
    public void A_syntax_directive_counts_only_at_the_top(string text, string images) => Assert.Equal(images, Dockerfiles.Images(text));

    [Theory]
    [InlineData("FROM \\\n  a:1", "1:1 a:1 → docker.io/library/a:1")]
    [InlineData("FROM a:1 \\  \n\n# a comment\n  AS b\nFROM b", "1:6 a:1 → docker.io/library/a:1")]
    [InlineData("# escape=`\nFROM a:1 `\n AS b\nRUN dir C:\\\nFROM c", "2:6 a:1 → docker.io/library/a:1\n5:6 c → docker.io/library/c:latest")]
    [InlineData("FROM a\nRUN echo \\\\\nFROM b", "1:6 a → docker.io/library/a:latest\n3:6 b → docker.io/library/b:latest")]
    [InlineData("FROM a\nRUN x \\\n # FROM q\n  && y \\\r\n\r\n  && z\nFROM b", "1:6 a → docker.io/library/a:latest\n7:6 b → docker.io/library/b:latest")]
    [InlineData("FROM a\nRUN <<EOF\nFROM q\nEOF\nFROM b", "1:6 a → docker.io/library/a:latest\n5:6 b → docker.io/library/b:latest")]
    [InlineData("FROM a\nRUN <<-\"END\" cat > x\n\tFROM q\n\tEND\nFROM b", "1:6 a → docker.io/library/a:latest\n5:6 b → docker.io/library/b:latest")]
    [InlineData("FROM a\nCOPY <<A <<B /x/\nFROM q\nA\nFROM r\nB\nFROM b", "1:6 a → docker.io/library/a:latest\n7:6 b → docker.io/library/b:latest")]
    [InlineData("FROM a\nRUN echo $((1<<3))\nFROM b", "1:6 a → docker.io/library/a:latest\n3:6 b → docker.io/library/b:latest")]
    [InlineData("FROM a\nLABEL x=<<EOF\nFROM b", "1:6 a → docker.io/library/a:latest\n3:6 b → docker.io/library/b:latest")]
    public void Lines_are_joined_and_passed_over_as_the_builder_does(string text, string images) => Assert.Equal(images, Dockerfiles.Images(text));

    [Fact]
    public void A_name_with_the_platform_in_it_is_that_of_the_platform_asked_for()
    {
        const string text = "FROM --platform=$BUILDPLATFORM a:$TARGETARCH";

        Assert.Equal("1:32 a:$TARGETARCH → docker.io/library/a:arm64", Dockerfiles.Images(text));
        Assert.Equal("1:32 a:$TARGETARCH → docker.io/library/a:ppc64le", Dockerfiles.Images(text, "linux/ppc64le"));
        Assert.Equal("$BUILDPLATFORM", Dockerfiles.Parse(text).Occurrences.Single().Platform);
    }

    [Fact]
    public void An_image_is_used_by_its_stage()
    {
        var found = Dockerfiles.Parse("FROM a\nCOPY --from=x / /\nFROM b AS last").Occurrences;

        Assert.Equal(["stage 0", "stage 0", "last"], found.Select(image => image.Workload));
        Assert.Equal(
            [OccurrenceKind.DockerfileFrom, OccurrenceKind.DockerfileCopyFrom, OccurrenceKind.DockerfileFrom],
            found.Select(image => image.Kind));
    }

    [Fact]
    public void Arguments_that_hold_each_other_many_times_end()
    {
        var text = "ARG A0=aaaaaaaa\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"ARG A{i}=$A{i - 1}$A{i - 1}\n")) + "FROM x:$A60";

        Assert.Equal("62:6 x:$A60 → ! the value of A10 is not well formed, or longer than 4096 characters", Dockerfiles.Images(text));
    }

    [Fact]
    public void A_word_of_very_many_variables_ends()
    {
        var word = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"$A{i}"));

        Assert.EndsWith("its variables are written in a way that cannot be read", Dockerfiles.Images("FROM " + word), StringComparison.Ordinal);
    }
}
