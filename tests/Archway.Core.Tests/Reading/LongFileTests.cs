using Archway.Core.Tests.Reading.Data;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading;

public sealed class LongFileTests
{
    [Theory]
    [InlineData("main.tf", "# an image\n", "Terraform files")]
    [InlineData("app.nomad.hcl", "job \"app\" {}\n", "Nomad job files")]
    [InlineData("docker-bake.hcl", "target \"app\" {}\n", "bake files")]
    [InlineData("Jenkinsfile", "node {}\n", "Jenkinsfiles")]
    [InlineData("Earthfile", "FROM alpine:3.20\n", "Earthfiles")]
    [InlineData("helmfile.yaml", "releases: []\n", "Helmfile's files")]
    [InlineData("README.md", "# App\n", "Markdown files")]
    [InlineData("run.sh", "docker run alpine\n", "scripts")]
    public void A_file_that_is_too_long_is_told(string name, string beginning, string files)
    {
        using TestFiles folder = new((name, beginning + new string('\n', 4 * 1024 * 1024)));

        var unparsed = Assert.Single(Read(folder, name).OfType<SourceItem.Unparsed>());

        Assert.Equal((name, 1), (unparsed.Path, unparsed.Line));
        Assert.StartsWith($"it has {beginning.Length + (4 * 1024 * 1024)} characters; {files} of at most ", unparsed.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_script_is_nobodys_trouble_unless_its_commands_are_asked_for()
    {
        using TestFiles folder = new(("run.sh", new string('\n', 2 * 1024 * 1024)));

        Assert.Empty(FileFormats.For(new ReadingOptions()).SelectMany(format => folder.Read(format, "run.sh")));
    }

    // The first format that takes the file for its own, as a scan does it.
    private static IEnumerable<SourceItem> Read(TestFiles folder, string name) =>
        FileFormats.For(new ReadingOptions { IncludeCommands = true }).Select(format => folder.Read(format, name)).First(read => read.Any());
}
