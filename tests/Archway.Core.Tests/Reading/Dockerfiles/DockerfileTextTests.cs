using Archway.Reading;
using Archway.Reading.Dockerfiles;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Core.Tests.Reading.Dockerfiles;

public sealed class DockerfileTextTests
{
    private static readonly string[] Pieces =
    [
        "FROM ", "from", "ARG ", "ENV A ", "COPY --from=", "RUN --mount=from=", "ONBUILD ", "AS b", "a:1", "b", "$A", "${A:-", "${A#", "${A/", "}", "\"", "'",
        "\\", "\\\n",
        "\n", "\r\n", " ", "\t", "<<EOF", "EOF", "# escape=`\n", "# syntax=x", "#", ",", "=", "--", "`\n", "\uFEFF", "{{", "é", "*", "?", "/",
    ];

    [Fact]
    public void Every_text_is_read_and_every_place_lies_in_it()
    {
        var texts = Gen.Elements(Pieces).ArrayOf().Select(string.Concat).ToArbitrary();

        Prop.ForAll(texts, text =>
        {
            var document = Dockerfiles.Parse(text);
            foreach (var found in document.Occurrences) Assert.True(TextAt(text, found.At) is var there && (there == found.Written || IsKeyword(there)), text);
            foreach (var instruction in document.Preamble.Concat(document.Stages.SelectMany(stage => stage.Instructions.Prepend(stage.From))))
                foreach (var word in instruction.Words.Prepend(instruction.Keyword))
                    Assert.True(word.Length < word.Text.Length || text.Substring(word.Start, word.Length).StartsWith(word.Text[0]), text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(60));
    }

    [Theory]
    [InlineData("Dockerfile", true)]
    [InlineData("dockerfile", true)]
    [InlineData("Dockerfile.dev", true)]
    [InlineData("Dockerfile-alpine", true)]
    [InlineData("Dockerfile.3.12", true)]
    [InlineData("api.Dockerfile", true)]
    [InlineData("api.dockerfile", true)]
    [InlineData("Containerfile.el9", true)]
    [InlineData("Dockerfile.j2", true)]
    [InlineData("Dockerfile2", true)]
    [InlineData("DockerfileArm", true)]
    [InlineData("dockerfile2", false)]
    [InlineData("Dockerfile~", false)]
    [InlineData("Dockerfile.md", false)]
    [InlineData("Dockerfile.sh", false)]
    [InlineData("Dockerfile.dockerignore", false)]
    [InlineData(".dockerignore", false)]
    [InlineData("dockerfiles", false)]
    [InlineData("dockerfile_test.go", false)]
    [InlineData("dockerfile.go", false)]
    [InlineData("mydockerfile", false)]
    public void A_Dockerfile_is_told_by_its_name(string name, bool isOne) => Assert.Equal(isOne, DockerfileNames.Fit(name));

    private static bool IsKeyword(string text) => text.ToUpperInvariant() is "FROM" or "COPY" or "RUN";

    private static string TextAt(string text, SourceSpan at) => text.Split('\n')[at.Line - 1].Substring(at.Column - 1, at.Length);
}
