using System.CommandLine;
using Archway.Assembling.Pipelines;
using Archway.Cli.Reports;

namespace Archway.Cli.Commands;

/// <summary><c>archway pipeline SERVICE</c></summary>
internal static class PipelineCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        var names = PipelineTemplate.All.Select(template => template.Name).ToArray();
        var service = new Argument<string>("service") { HelpName = "service", Description = $"What runs the pipeline: {string.Join(", ", names)}." }.AcceptOnlyFromAmong(names);
        PipelineSurface options = new();
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
            """)
        {
            // What is written is kept for years, and is the same on every machine.
            HeedsSettings = false,
        };
        command.Arguments.Add(service);
        foreach (var option in options.All) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => PipelineReport.WriteAsync(options.Read(parsed, parsed.GetRequiredValue(service)), surroundings, cancellationToken));
        return command;
    }
}
