using System.CommandLine;
using Archway.Cli.Reports;
using Archway.Oci.Layouts;
using Archway.Oci.References;
using Archway.Oci.Registries;

namespace Archway.Cli.Commands;

/// <summary><c>archway index create|add|remove|annotate|list</c></summary>
internal static class IndexCommand
{
    internal static Command Create(Surroundings surroundings) => new TaughtCommand("index",
        "Joins images of single platforms into one multi-arch image, verified before it is published.",
        """
        Examples:
          archway index create ghcr.io/acme/api:2.1 ghcr.io/acme/api:2.1-amd64 ghcr.io/acme/api:2.1-arm64
          archway index add ghcr.io/acme/api:2.1 ghcr.io/acme/api:2.1-riscv64
          archway index remove ghcr.io/acme/api:2.1 --platform linux/386
          archway index annotate ghcr.io/acme/api:2.1 --annotation org.opencontainers.image.source=https://github.com/acme/api
          archway index list ghcr.io/acme/api:2.1
        """)
    {
        CreateCommand(surroundings), AddCommand(surroundings), RemoveCommand(surroundings), AnnotateCommand(surroundings), ListCommand(surroundings),
    };

    private static TaughtCommand CreateCommand(Surroundings surroundings)
    {
        var target = Place("ref", "The multi-arch image to make: a reference, oci:FOLDER[:NAME] or oci-archive:FILE[:NAME].");
        var images = Places("image", "The images to join, of any registry, layout or archive; an index gives all it lists.");
        IndexOptions options = new();
        TaughtCommand command = new("create", "Makes a multi-arch image of images of single platforms.",
            """
            Each image's platform is read from its config, never guessed. Two of one platform are refused, and so is an image whose config, or the
            program it starts, is for another platform than it says: --verify reads everything, --no-verify nothing.
            Images of other repositories and registries are brought along, with their attestations and signatures. The index is published last; the same
            images always give the same bytes.

            Examples:
              archway index create ghcr.io/acme/api:2.1 ghcr.io/acme/api:2.1-amd64 ghcr.io/acme/api:2.1-arm64
              archway index create registry.lan/api:2.1 oci:./amd64 oci:./arm64 --require linux/amd64,linux/arm64
              archway index create oci-archive:api.tar:api registry.lan/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
              archway index create ghcr.io/acme/api:2.1 ghcr.io/acme/api:2.1-amd64 ghcr.io/acme/api:2.1-arm64 --dry-run
            """) { target, images };
        options.AddTo(command, options.Checking, [options.Require, options.Annotations, options.EntryAnnotations, options.Type]);
        command.SetAction((parsed, cancellationToken) => options.RunAsync(parsed, new(parsed.GetRequiredValue(target))
        {
            Images = [.. parsed.GetRequiredValue(images)],
        }, surroundings, cancellationToken));
        return command;
    }

    private static TaughtCommand AddCommand(Surroundings surroundings)
    {
        var target = Place("ref", "The image to add to; a single image becomes an index.");
        var images = Places("image", "The images to add.");
        Option<bool> replace = new("--replace") { Description = "Let a new image take the place of the one that is there for its platform." };
        IndexOptions options = new();
        TaughtCommand command = new("add", "Adds images to a multi-arch image.",
            """
            What is listed already keeps its bytes. The digest changes; both are told.

            Examples:
              archway index add ghcr.io/acme/api:2.1 ghcr.io/acme/api:2.1-arm64
              archway index add ghcr.io/acme/api:2.1 oci:./arm64 --replace --to ghcr.io/acme/api:2.1-fixed
            """) { target, images, replace };
        options.AddTo(command, options.Checking, [options.To, options.Require, options.Annotations, options.EntryAnnotations]);
        command.SetAction((parsed, cancellationToken) => options.RunAsync(parsed, new(parsed.GetValue(options.To) ?? parsed.GetRequiredValue(target))
        {
            Base = parsed.GetRequiredValue(target),
            Images = [.. parsed.GetRequiredValue(images)],
            Replaces = parsed.GetValue(replace),
        }, surroundings, cancellationToken));
        return command;
    }

    private static TaughtCommand RemoveCommand(Surroundings surroundings)
    {
        var target = Place("ref", "The multi-arch image to take platforms out of.");
        var platforms = Arguments.SomePlatforms("A platform to take out, with its attestations; may be repeated.");
        platforms.Required = true;
        Option<bool> delete = new("--delete") { Description = "Delete what was taken out from the registry too; another tag may stand for it still." };
        IndexOptions options = new();
        TaughtCommand command = new("remove", "Takes platforms out of a multi-arch image.",
            """
            What stays keeps its bytes. The digest changes; both are told. The images that were taken out stay in the repository under their digests,
            unless --delete.

            Examples:
              archway index remove ghcr.io/acme/api:2.1 --platform linux/386
              archway index remove ghcr.io/acme/api:2.1 -p linux/arm/v6 -p linux/arm/v7 --to ghcr.io/acme/api:2.1-64bit
            """) { target, platforms, delete };
        options.AddTo(command, [], [options.To, options.Require]);
        command.SetAction((parsed, cancellationToken) => options.RunAsync(parsed, new(parsed.GetValue(options.To) ?? parsed.GetRequiredValue(target))
        {
            Base = parsed.GetRequiredValue(target),
            Removed = [.. parsed.GetRequiredValue(platforms)],
            Deletes = parsed.GetValue(delete) && parsed.GetValue(options.To) is null,
        }, surroundings, cancellationToken));
        return command;
    }

    private static TaughtCommand AnnotateCommand(Surroundings surroundings)
    {
        var target = Place("ref", "The multi-arch image to note something in.");
        IndexOptions options = new();
        TaughtCommand command = new("annotate", "Notes something in a multi-arch image, or beside the entry of a platform.",
            """
            Nothing behind the equals sign takes a note away. The digest changes; both are told.

            Examples:
              archway index annotate ghcr.io/acme/api:2.1 --annotation org.opencontainers.image.version=2.1
              archway index annotate ghcr.io/acme/api:2.1 --entry-annotation linux/arm64:com.acme.tested=graviton4
            """) { target };
        options.AddTo(command, [], [options.To, options.Annotations, options.EntryAnnotations]);
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(options.Annotations) is null or [] && parsed.GetValue(options.EntryAnnotations) is null or []
            ? throw new CommandException("there is nothing to note; name it with --annotation NAME=VALUE or --entry-annotation PLATFORM:NAME=VALUE")
            : options.RunAsync(parsed, new(parsed.GetValue(options.To) ?? parsed.GetRequiredValue(target)) { Base = parsed.GetRequiredValue(target) },
                surroundings, cancellationToken));
        return command;
    }

    private static TaughtCommand ListCommand(Surroundings surroundings)
    {
        var target = Place("ref", "The multi-arch image.");
        var format = Arguments.Format("table", "json");
        AskingOptions.Surface asking = new();
        TaughtCommand command = new("list", "Lists the entries of a multi-arch image: platforms, attestations, annotations.",
            """
            Example:
              archway index list docker.io/library/nginx:1.27
            """) { target, format };
        foreach (var option in asking.OfWriting) command.Options.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var engine = await Engine.StartAsync(asking.Read(parsed), surroundings, cancellationToken);
            try
            {
                var place = parsed.GetRequiredValue(target).From(surroundings.WorkingFolder);
                var opened = await new ImageSources(engine.Registries, surroundings.Time).OpenAsync(place, cancellationToken);
                var manifest = await opened.Repository.FindManifestAsync(opened.Selector, cancellationToken) ?? throw new CommandException($"there is no image {place}");
                IndexReport.Write(manifest, before: null, parsed.GetValue(format)!, surroundings);
                return ExitCodes.Done;
            }
            catch (RegistryException e)
            {
                throw new CommandException(e.Message);
            }
        });
        return command;
    }

    private static Argument<ImageSource> Place(string name, string description) =>
        new(name) { Description = description, CustomParser = Arguments.Read(ImageSource.Read) };

    private static Argument<ImageSource[]> Places(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = Arguments.ReadAll(ImageSource.Read),
    };
}
