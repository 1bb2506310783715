using System.CommandLine;
using Archway.Assembling.Pipelines;
using Archway.Cli.Reports;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Cli.Commands;

/// <summary>The options of <c>archway pipeline</c> on a command line, and their reading.</summary>
internal sealed class PipelineSurface
{
    private readonly Option<ImageReference?> _image = new("--image", "-i")
    {
        Description = "The image, with the tag that it is published under. For codepipeline its name in Amazon ECR, like acme/api:1.0.",
        HelpName = "image",
        CustomParser = Arguments.Read(ImageReference.Read),
    };

    private readonly Option<Platform[]> _platforms = Arguments.Platforms();

    private readonly Option<PipelineRunner[]> _runners = new("--runner")
    {
        Description = "The machine that builds a platform, as the service calls it; where the service has none of its own it must be named. May be repeated.",
        HelpName = "platform=name",
        CustomParser = Arguments.ReadAll(PipelineRunner.Read),
        DefaultValueFactory = _ => [],
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _context = Word("--context", "folder", "The folder that is built, from the repository's root. Default: the root.", RepositoryPath.Read);

    private readonly Option<string?> _file =
        Word("--file", "dockerfile", "The Dockerfile, from the repository's root. Default: the one in the folder that is built.", RepositoryPath.Read);

    private readonly Option<string?> _branch = Word("--branch", "branch", "The branch whose image is published. Default: main.", BranchName.Read);

    private readonly Option<string> _join = new Option<string>("--join")
    {
        Description = "What joins the images: archway, buildx.",
        HelpName = "tool",
        DefaultValueFactory = _ => "archway",
    }.AcceptOnlyFromAmong("archway", "buildx");

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "Write the definition to a file, or into a folder under its customary name. Default: standard output.",
        HelpName = "file",
    };

    private readonly Option<string> _from = new("--from")
    {
        Description = "Change this workflow of GitHub, which builds by emulation; a diff of what would be changed is printed.",
        HelpName = "workflow",
    };

    private readonly Option<bool> _write = new("--write", "-w") { Description = "With --from: change the file." };

    internal PipelineSurface()
    {
        _platforms.Description = "A platform of the image, as os/architecture; may be repeated.";
        _platforms.DefaultValueFactory = _ => [Platform.Of("linux", "amd64"), Platform.LinuxArm64];
    }

    internal Option[] All => [_image, _platforms, _runners, _context, _file, _branch, _join, _output, _from, _write];

    internal PipelineOptions Read(ParseResult parsed, string service) => new()
    {
        Template = PipelineTemplate.All.First(template => template.Name == service),
        Image = parsed.GetValue(_image),
        Platforms = [.. parsed.GetValue(_platforms)!.Distinct()],
        Runners = [.. parsed.GetValue(_runners)!],
        Context = parsed.GetValue(_context) ?? ".",
        Dockerfile = parsed.GetValue(_file),
        Branch = parsed.GetValue(_branch) ?? "main",
        Join = parsed.GetValue(_join) == "buildx" ? PipelineJoin.Buildx : PipelineJoin.Archway,
        Output = parsed.GetValue(_output),
        From = parsed.GetValue(_from),
        Writes = parsed.GetValue(_write),
    };

    private static Option<string?> Word(string name, string helpName, string description, Func<string, Oci.Parsed<string>> grammar) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = Arguments.Read(grammar),
    };
}
