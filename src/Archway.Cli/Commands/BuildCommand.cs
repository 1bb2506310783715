using System.Collections.Immutable;
using System.CommandLine;
using Archway.Assembling;
using Archway.Assembling.Building;
using Archway.Assembling.Laying;
using Archway.Oci.Layouts;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Cli.Commands;

/// <summary><c>archway build</c></summary>
internal static class BuildCommand
{
    private static readonly ImmutableArray<Platform> Usual = [Platform.Of("linux", "amd64"), Platform.LinuxArm64];

    internal static Command Create(Surroundings surroundings)
    {
        Argument<string> context = new("context") { Description = "The folder to build. Default: this one.", Arity = ArgumentArity.ZeroOrOne };
        Option<ImageSource> tag = new("--tag", "-t")
        {
            Description = "The multi-arch image to make: a reference, oci:FOLDER[:NAME] or oci-archive:FILE[:NAME].",
            HelpName = "ref",
            Required = true,
            CustomParser = Arguments.Read(ImageSource.Read),
        };
        var platforms = Arguments.SomePlatforms("A platform to make, as os/architecture; may be repeated. Default: linux/amd64 and linux/arm64; with --base all that the base has.");
        Option<string?> file = new("--file", "-f") { Description = "The Dockerfile. Default: the context's.", HelpName = "file" };
        Option<string?> stage = new("--target") { Description = "The stage of the Dockerfile to build. Default: the last.", HelpName = "stage" };
        Option<string[]> buildArguments = new("--build-arg") { Description = "An argument of the build; may be repeated.", HelpName = "name=value" };
        Option<string?> with = new Option<string?>("--with") { Description = "What builds. Default: Docker's Buildx where docker is there, else buildah.", HelpName = "buildx|buildah" }
            .AcceptOnlyFromAmong("buildx", "buildah");
        Option<BuildNode[]> nodes = new("--node")
        {
            Description = "The machine that builds for a platform, ssh://…, tcp://… or a builder of Buildx's; may be repeated.",
            HelpName = "platform=place",
            CustomParser = Arguments.ReadAll(BuildNode.Read),
        };
        Option<string[]> further = new("--builder-option") { Description = "What the program that builds is told besides, as it is: --builder-option=--secret=id=npm. May be repeated.", HelpName = "option" };
        LayingOptions laying = new();
        IndexOptions options = new();
        options.GiveUpShortFormat();
        TaughtCommand command = new("build", "Builds a multi-arch image: each platform natively, or one application over a multi-arch base with no daemon.",
            """
            With a Dockerfile, Docker's Buildx or buildah builds each platform; the parts are joined here. With --base nothing is built and nothing runs:
            the files of --add become one layer over every platform of the base. Files for one kind of machine are refused, by name; those of a native
            build are added to each platform's image alone (--add linux/arm64=FOLDER).
            Either way the result is checked before it is published: what each image starts must be for its platform. --verify reads everything.

            Examples:
              archway build -t ghcr.io/acme/api:2.1 .
              archway build -t ghcr.io/acme/api:2.1 --node linux/arm64=ssh://build@graviton --node linux/amd64=default .
              archway build -t oci:./out:api --with buildah --platform linux/amd64,linux/arm64 .
              archway build -t ghcr.io/acme/web:1.4 --base docker.io/library/eclipse-temurin:21-jre --add target/app:/app --entrypoint "java -jar /app/web.jar"
              archway build -t ghcr.io/acme/tool:3 --base gcr.io/distroless/static --add linux/amd64=dist/amd64:/ --add linux/arm64=dist/arm64:/ --entrypoint /tool
            """) { context, tag, platforms, file, stage, buildArguments, with, nodes, further };
        laying.AddTo(command);
        options.AddTo(command, options.Checking, [options.Require]);
        command.SetAction((parsed, cancellationToken) =>
        {
            var target = parsed.GetRequiredValue(tag).From(surroundings.WorkingFolder);
            ImmutableArray<Platform> wanted = [.. parsed.GetValue(platforms) ?? []];
            if (parsed.GetValue(laying.Base) is { } below)
            {
                if (parsed.GetValue(file) is not null || parsed.GetValue(with) is not null || parsed.GetValue(nodes) is { Length: > 0 })
                    throw new CommandException("with --base nothing is built; --file, --with and --node have no place beside it");
                var request = laying.Read(parsed, below.From(surroundings.WorkingFolder), target, surroundings) with { Platforms = wanted };
                return options.RunAsync(parsed, surroundings, (sources, folder, _, stop) => LayAsync(sources, folder, request, stop), cancellationToken);
            }

            laying.RefuseWithoutBase(parsed);
            BuildRequest build = new(Path.GetFullPath(parsed.GetValue(context) ?? ".", surroundings.WorkingFolder), target)
            {
                Platforms = wanted.IsEmpty ? Usual : wanted,
                Dockerfile = parsed.GetValue(file) is { } dockerfile ? Path.GetFullPath(dockerfile, surroundings.WorkingFolder) : null,
                Stage = parsed.GetValue(stage),
                Arguments = [.. parsed.GetValue(buildArguments) ?? []],
                Nodes = [.. parsed.GetValue(nodes) ?? []],
                Further = [.. parsed.GetValue(further) ?? []],
            };
            if (!Directory.Exists(build.Context)) throw new CommandException($"there is no folder '{parsed.GetValue(context)}' to build");
            return options.RunAsync(parsed, surroundings,
                (sources, folder, heard, stop) => BuildAsync(build, parsed.GetValue(with), sources, folder, heard, surroundings, stop), cancellationToken);
        });
        return command;
    }

    private static async Task<PlannedIndex> LayAsync(ImageSources sources, string folder, LayRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await new ImageLaying(sources, folder).PlanAsync(request, cancellationToken);
        }
        catch (LayingException e)
        {
            throw new CommandException(e.Message);
        }
    }

    private static async Task<PlannedIndex> BuildAsync(
        BuildRequest request, string? with, ImageSources sources, string folder, Action<string> heard, Surroundings surroundings, CancellationToken cancellationToken)
    {
        try
        {
            var parts = await BuildPrograms.Find(with, surroundings.Variable("PATH")).BuildAsync(request, folder, heard, cancellationToken);
            return await new IndexAssembler(sources, new(changed: null)).PlanAsync(new(request.Target) { Images = [.. parts], Required = request.Platforms }, cancellationToken);
        }
        catch (BuildException e)
        {
            throw new CommandException(e.Message);
        }
    }
}
