using Archway.Judging.Sources.Dockerfiles;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Core.Tests.Judging.Sources.Dockerfiles;

public sealed class DockerfileRuleTests
{
    private static readonly string[] Pieces =
    [
        "FROM debian:12\n", "FROM --platform=$BUILDPLATFORM golang AS b\n", "FROM b\n", "FROM amd64/debian:12 AS x-amd64\n",
        "ARG TARGETARCH=amd64\n", "ARG TARGETARCH\n", "ENV U https://e.com/a-linux-amd64\n", "ADD https://e.com/a_amd64 /a\n", "COPY a-linux-amd64 /a\n",
        "RUN ", "ONBUILD ", "curl -O ", "https://e.com/t-linux-amd64.tgz", "https://e.com/t-x86_64", "https://nodejs.org/n-linux-x64.tar",
        " && ", "; ", " \\\n", " \\\r\n", "# note\n", "\n", "\r\n", "\"", "'", "\\", "$(", ")", "${", "}", "[", "]", "é", "<<EOF\n", "EOF\n",
        "if [ \"$(uname -m)\" = x ]; then ", "fi", "case $TARGETARCH in ", "amd64) ", ";;", "esac", "$TARGETARCH", "${TARGETARCH:-amd64}",
        "GOARCH=amd64 go build", "dotnet publish -r linux-x64", "cargo build --target x86_64-unknown-linux-musl", "echo deb [arch=amd64] x",
        "apt-get install -y a:amd64 ", "b_amd64.deb ", "--add-architecture i386", "/usr/lib/x86_64-linux-gnu/x ", "sha256sum -c",
        " 3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b ",
    ];

    [Fact]
    public void Every_finding_and_every_edit_lies_in_the_text_and_no_two_edits_of_a_fix_overlap()
    {
        var texts = Gen.Elements(Pieces).ArrayOf().Select(parts => "FROM debian:12\n" + string.Concat(parts)).ToArbitrary();

        Prop.ForAll(texts, text =>
        {
            var lines = text.Split('\n');
            foreach (var finding in DockerfileFindings.In(text))
            {
                Assert.True(finding.At.Column - 1 + finding.At.Length <= lines[finding.At.Line - 1].Length, finding.ToString());
                var end = 0;
                foreach (var edit in (finding.Fix?.Edits ?? []).OrderBy(edit => edit.Start))
                {
                    Assert.True(edit.Start >= end && edit.End <= text.Length, finding.ToString());
                    end = edit.End;
                }
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Lines_keep_their_ends()
    {
        const string text = "FROM debian:12\r\nRUN set -e; \\\r\n    # note\r\n    curl -O https://nodejs.org/dist/v22.11.0/node-v22.11.0-linux-x64.tar.xz\r\n";

        Assert.Equal(
            "FROM debian:12\r\nARG TARGETARCH\r\n"
            + "RUN case \"${TARGETARCH}\" in amd64) ARCH=x64 ;; arm64) ARCH=arm64 ;; *) echo \"nothing to fetch for ${TARGETARCH}\" >&2; exit 1 ;; esac \\\r\n"
            + "    && set -e; \\\r\n    # note\r\n    curl -O https://nodejs.org/dist/v22.11.0/node-v22.11.0-linux-${ARCH}.tar.xz\r\n",
            DockerfileFindings.Fixed(text));
    }

    [Fact]
    public void An_argument_is_declared_once_for_all_that_is_fetched_in_a_stage()
    {
        const string text = "FROM debian:12\nRUN curl -O https://e.com/a-linux-amd64\nRUN curl -O https://e.com/b-linux-amd64\n";

        Assert.Equal(
            "FROM debian:12\nARG TARGETARCH\nRUN curl -O https://e.com/a-linux-${TARGETARCH}\nRUN curl -O https://e.com/b-linux-${TARGETARCH}\n",
            DockerfileFindings.Fixed(text));
    }

    [Theory]
    [InlineData("linux/amd64")]
    [InlineData("linux/amd64/v3")]
    public void What_is_for_amd64_is_right_where_everything_runs_there(string target) =>
        Assert.Empty(DockerfileFindings.In("FROM amd64/debian:12\nRUN curl -O https://e.com/a-linux-amd64\nRUN apt-get install -y gcc-multilib", target));

    [Theory]
    [InlineData("ARG TARGETARCH=arm64", "linux/arm64", false)]
    [InlineData("ARG TARGETARCH=arm64", "linux/riscv64", true)]
    [InlineData("ARG TARGETARCH=arm64", "linux/arm64/v8", false)]
    [InlineData("ARG TARGETVARIANT=v7", "linux/arm/v7", false)]
    [InlineData("ARG TARGETVARIANT=", "linux/arm/v7", true)]
    [InlineData("ARG TARGETPLATFORM=linux/arm64", "linux/arm64", false)]
    [InlineData("ARG TARGETPLATFORM=linux/amd64", "linux/arm64", true)]
    [InlineData("ARG BUILDPLATFORM=linux/arm64", "linux/arm64", false)]
    [InlineData("ARG TARGETOS=windows", "linux/arm64", false)]
    public void A_default_is_held_against_each_target(string line, string target, bool isFound) =>
        Assert.Equal(isFound, DockerfileFindings.In($"FROM debian:12\n{line}\nRUN echo ${line.Split(' ', '=')[1]}\n", target).Any(finding => finding.Rule == "D104"));

    [Theory]
    [InlineData("https://e.com/a-linux-amd64", "amd64")]
    [InlineData("x86_64.tar x86-64 amd64v2 xamd64 amd64x", "x86_64 x86-64")]
    [InlineData("linux-x64 Linux64 linux_64bit 64bit x64x", "x64 Linux64 64bit")]
    [InlineData("${TARGETARCH:-amd64} ${A-amd64} b-amd64", "amd64")]
    public void Words_for_64_bit_x86_are_whole_words(string text, string found) =>
        Assert.Equal(found, string.Join(' ', ArchitectureToken.In(text, 0, text.Length).Select(token => token.Text)));

    [Theory]
    [InlineData("\"https://e.com/$(curl https://e.com/v)/amd64\" x", "https://e.com/$(curl https://e.com/v)/amd64|https://e.com/v")]
    [InlineData("https://e.com/\"$V\"/a;b", "https://e.com/\"$V\"/a")]
    [InlineData("'echo \"https://e.com/a\"'", "https://e.com/a")]
    [InlineData("a://b c", "a://b")]
    [InlineData("://b", "")]
    public void Addresses_end_with_their_word(string text, string found) =>
        Assert.Equal(found, string.Join('|', WebAddress.In(text, 0, text.Length).Select(one => text[one.Start..one.End])));
}
