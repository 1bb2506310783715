using System.CommandLine;
using Archway.Cli.Reports;
using Archway.Oci.References;
using Archway.Oci.Registries;

namespace Archway.Cli.Commands;

/// <summary><c>archway registry check|tags</c></summary>
internal static class RegistryCommand
{
    internal static Command Create(Surroundings surroundings) => new TaughtCommand("registry",
        "Tells how a registry is asked, with which login, and what it holds.",
        """
        Logins are those of docker and podman: their files and credential helpers. Registries of Amazon ECR take AWS credentials too.

        Examples:
          archway registry check ghcr.io
          archway registry tags docker.io/library/nginx
        """)
    {
        CheckCommand(surroundings), TagsCommand(surroundings),
    };

    private static TaughtCommand CheckCommand(Surroundings surroundings)
    {
        Argument<RegistryPlace[]> places = new("registry")
        {
            Description = "A registry's host, or a repository in it, to hear whether that may be read.",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = Arguments.ReadAll(RegistryPlace.Read),
        };
        var format = Arguments.Format("table", "json");
        AskingOptions.Surface asking = new();
        TaughtCommand command = new("check", "Tells which login a registry would get, and whether it lets that in.",
            """
            It asks as scan would, through the same proxy and with the same credential.
            A credential is named by its place and never shown.
            Answers 0 when every registry lets in, 2 when one does not.

            Examples:
              archway registry check ghcr.io docker.io
              archway registry check 123456789012.dkr.ecr.eu-central-1.amazonaws.com
              archway registry check registry.lan:5000/team/app --ca-file corporate-ca.pem
            """) { places, format };
        foreach (var option in asking.OfRegistries) command.Options.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var engine = await Engine.StartAsync(OnlineOf(asking.Read(parsed)), surroundings, cancellationToken);
            List<RegistryCheck> checks = [];
            foreach (var place in parsed.GetRequiredValue(places)) checks.Add(await engine.Registries.CheckAsync(place, cancellationToken));
            if (parsed.GetValue(format) == "json") RegistryCheckReport.WriteJson(checks, surroundings.Output);
            else RegistryCheckReport.Write(checks, surroundings);
            return checks.TrueForAll(check => check.Refusal is null) ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static TaughtCommand TagsCommand(Surroundings surroundings)
    {
        Argument<ImageReference> repository = new("repository")
        {
            Description = "A repository, as in docker.io/library/nginx; a tag behind it is passed over.",
            CustomParser = Arguments.Read(ImageReference.Read),
        };
        AskingOptions.Surface asking = new();
        TaughtCommand command = new("tags", "Lists every tag of a repository, one in a line, in the registry's order.",
            """
            Example:
              archway registry tags ghcr.io/acme/api
            """) { repository };
        foreach (var option in asking.OfRegistries) command.Options.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reference = parsed.GetRequiredValue(repository);
            using var engine = await Engine.StartAsync(OnlineOf(asking.Read(parsed)), surroundings, cancellationToken);
            try
            {
                var found = await engine.Registries.FindTagsAsync(reference, cancellationToken)
                    ?? throw new CommandException($"{reference.Registry} has no repository {reference.Repository}");
                foreach (var tag in found.Tags) await surroundings.Output.WriteLineAsync(tag);
                if (found.Mirror is { } mirror)
                    await surroundings.Error.WriteLineAsync($"archway: these are the tags that the mirror {mirror} has of {reference.Registry}'s");
                engine.TellCredentialProblems(surroundings);
            }
            catch (RegistryException e)
            {
                throw new CommandException(e.Message);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static AskingOptions OnlineOf(AskingOptions asking) =>
        asking.Offline ? throw new CommandException("this asks a registry, which --offline forbids") : asking;
}
