using System.Collections.Immutable;
using Archway.Assembling.Pipelines.Templates;
using Archway.Oci;
using Archway.Oci.Platforms;

namespace Archway.Assembling.Pipelines;

/// <summary>A service that runs pipelines, and the definition that builds each platform of an image on a machine of its own there.</summary>
public abstract class PipelineTemplate
{
    private protected PipelineTemplate(string name, string customaryFile, string runnerWord) =>
        (Name, CustomaryFile, RunnerWord) = (name, customaryFile, runnerWord);

    /// <summary>Every service that there is one for.</summary>
    public static ImmutableArray<PipelineTemplate> All { get; } =
        [new GitHubTemplate(), new GitLabTemplate(), new CodePipelineTemplate(), new AzureTemplate(), new JenkinsTemplate(), new TektonTemplate(), new BuildkiteTemplate()];

    /// <summary>The service, as a command names it.</summary>
    public string Name { get; }

    /// <summary>Where the service looks for its definition.</summary>
    public string CustomaryFile { get; }

    /// <summary>What the service calls that by which a machine is chosen: a label, a queue.</summary>
    public string RunnerWord { get; }

    /// <summary>Writes the definition; or says why it cannot be.</summary>
    public Parsed<string> Write(PipelineRequest request)
    {
        if (request.Image.Digest is not null) return Parsed.Problem<string>($"{request.Image} is pinned to a digest, under which nothing can be published");
        if (request.Platforms.FirstOrDefault(platform => !IsBuildable(platform)) is { } foreign)
            return Parsed.Problem<string>($"{foreign} cannot be built by docker buildx on a machine of its own; name Linux platforms, like linux/arm64");
        if (request.Runners.FirstOrDefault(runner => !request.Platforms.Contains(runner.Platform)) is { } idle)
            return Parsed.Problem<string>($"--runner names a machine for {idle.Platform}, which is not built; --platform names {string.Join(", ", request.Platforms)}");
        if (request.Runners.GroupBy(runner => runner.Platform).FirstOrDefault(runners => runners.Count() > 1) is { } twice)
            return Parsed.Problem<string>($"--runner names two machines for {twice.Key}: {string.Join(", ", twice.Select(runner => runner.Name))}");
        var machines = request.Platforms.Select(platform => (Platform: platform, Runner: NamedRunner(request, platform) ?? HostedRunner(platform))).ToArray();
        var missing = machines.Where(machine => machine.Runner is null).Select(machine => machine.Platform).ToArray();
        if (missing.Length > 0)
            return Parsed.Problem<string>($"{Name} has no machine of its own for {string.Join(" and ", (object[])missing)}: name yours, "
                + string.Join(' ', missing.Select(platform => $"--runner {platform}={RunnerWord}")));
        ImmutableArray<PipelinePlatform> platforms = [.. machines.Select(machine => new PipelinePlatform(machine.Platform, machine.Runner!))];
        return FindObstacle(request, platforms) is { } obstacle ? Parsed.Problem<string>(obstacle) : Parsed.Value(Write(new PipelineScripts(request, platforms)));
    }

    /// <summary>What a service calls a machine for a platform that anybody may use there; null where it has none.</summary>
    private protected abstract string? HostedRunner(Platform platform);

    /// <summary>Why this service cannot build what is wanted; null where it can.</summary>
    private protected virtual string? FindObstacle(PipelineRequest request, ImmutableArray<PipelinePlatform> platforms) => null;

    private protected abstract string Write(PipelineScripts scripts);

    private static string? NamedRunner(PipelineRequest request, Platform platform) =>
        request.Runners.FirstOrDefault(runner => runner.Platform.Equals(platform))?.Name;

    // A name of a job, an output or a variable is made of it.
    private static bool IsBuildable(Platform platform) =>
        platform.Os == "linux" && platform.ToString().All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '/');
}
