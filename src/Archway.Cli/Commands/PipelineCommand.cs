using System.CommandLine;
using Archway.Assembling.Pipelines;
using Archway.Cli.Reports;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Cli.Commands;

/// <summary><c>archway pipeline SERVICE</c></summary>
internal static class PipelineCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        var names = PipelineTemplate.All.Select(template => template.Name).ToArray();
        var service = new Argument<string>("service") { Description = $"What runs the pipeline: {string.Join(", ", names)}." }.AcceptOnlyFromAmong(names);
        Option<ImageReference?> image = new("--image", "-i")
        {
            Description = "The image, with the tag that it is published under. For codepipeline its name in Amazon ECR, like acme/api:1.0.",
            HelpName = "image",
            CustomParser = Arguments.Read(ImageReference.Read),
        };
        var platforms = Arguments.Platforms();
        platforms.Description = "A platform of the image, as os/architecture; may be repeated.";
        platforms.DefaultValueFactory = _ => [Platform.Of("linux", "amd64"), Platform.LinuxArm64];
        Option<PipelineRunner[]> runners = new("--runner")
        {
            Description = "The machine that builds a platform, as the service calls it; where the service has none of its own it must be named. May be repeated.",
            HelpName = "platform=name",
            CustomParser = Arguments.ReadAll(PipelineRunner.Read),
            DefaultValueFactory = _ => [],
            AllowMultipleArgumentsPerToken = false,
        };
        var context = Path("--context", "folder", "The folder that is built, from the repository's root. Default: the root.");
        var file = Path("--file", "dockerfile", "The Dockerfile, from the repository's root. Default: the one in the folder that is built.");
        Option<string?> branch = new("--branch")
        {
            Description = "The branch whose image is published. Default: main.",
            HelpName = "branch",
            CustomParser = Arguments.Read(BranchName.Read),
        };
        var join = new Option<string>("--join") { Description = "What joins the images: archway, buildx.", HelpName = "tool", DefaultValueFactory = _ => "archway" }
            .AcceptOnlyFromAmong("archway", "buildx");
        Option<string> output = new("--output", "-o") { Description = "Write the definition to a file, or into a folder under its customary name. Default: standard output.", HelpName = "file" };
        Option<string> from = new("--from") { Description = "Change this workflow of GitHub, which builds by emulation; a diff of what would be changed is printed.", HelpName = "workflow" };
        Option<bool> write = new("--write", "-w") { Description = "With --from: change the file." };
        TaughtCommand command = new("pipeline", "Writes a CI pipeline that builds each platform on a machine of its own and joins the result.",
            """
            Each image is pushed under its digest alone; the tag is written when all are there and hold what they say. Pull requests build, and push nothing.
            No secret is written or asked for: what is to be filled in stands at the top of the definition. Values of yours reach its commands as variables.

            Examples:
              archway pipeline github --image ghcr.io/acme/api --output .github/workflows/image.yml
              archway pipeline gitlab --image registry.gitlab.com/acme/api:1.4 --join buildx
              archway pipeline codepipeline --image acme/api --context services/api --output pipeline.cfn.yaml
              archway pipeline azure --image acme.azurecr.io/api --runner linux/arm64=arm-pool
              archway pipeline jenkins --image acme/api --runner linux/amd64=amd64 --runner "linux/arm64=arm64 && docker"
              archway pipeline github --from .github/workflows/release.yml            # the diff; --write makes the change
            """) { service };
        foreach (var option in (Option[])[image, platforms, runners, context, file, branch, join, output, from, write]) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => PipelineReport.WriteAsync(new()
        {
            Template = PipelineTemplate.All.First(template => template.Name == parsed.GetRequiredValue(service)),
            Image = parsed.GetValue(image),
            Platforms = [.. parsed.GetValue(platforms)!.Distinct()],
            Runners = [.. parsed.GetValue(runners)!],
            Context = parsed.GetValue(context) ?? ".",
            Dockerfile = parsed.GetValue(file),
            Branch = parsed.GetValue(branch) ?? "main",
            Join = parsed.GetValue(join) == "buildx" ? PipelineJoin.Buildx : PipelineJoin.Archway,
            Output = parsed.GetValue(output),
            From = parsed.GetValue(from),
            Writes = parsed.GetValue(write),
        }, surroundings, cancellationToken));
        return command;
    }

    private static Option<string?> Path(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = Arguments.Read(RepositoryPath.Read),
    };
}
