using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>What stages are to each other.</summary>
internal static class DockerfileStages
{
    // No file has so many; each is held against each.
    private const int MostStagesCompared = 1000;

    /// <summary>Whether the stage is one of several of which the platform chooses: <c>build_amd64</c>, beside <c>FROM build_${TARGETARCH}</c>.</summary>
    internal static bool IsOneOfSiblings(DockerfileDocument dockerfile, DockerfileStage stage) =>
        dockerfile.Stages.Length <= MostStagesCompared && stage.Name is { } name && DockerfileCode.Of(dockerfile).Stages.Choices.Any(choice => IsChosenBy(choice, name));

    /// <summary>The stage of this file that a stage is built on; null where that is an image.</summary>
    internal static DockerfileStage? ParentOf(DockerfileDocument dockerfile, DockerfileStage stage) => DockerfileCode.Of(dockerfile).Stages.ParentOf(stage);

    /// <summary>The stage whose image this one is built on, over however many stages.</summary>
    /// <remarks>A platform counts there alone: BuildKit overwrites that of a stage which is built on another.</remarks>
    internal static DockerfileStage RootOf(DockerfileDocument dockerfile, DockerfileStage stage) => DockerfileCode.Of(dockerfile).Stages.RootOf(stage);

    /// <summary>The platform written for the image that a stage stands on.</summary>
    internal static string? PlatformOf(DockerfileDocument dockerfile, DockerfileStage stage) =>
        RootOf(dockerfile, stage).From.Flags.FirstOrDefault(flag => flag.Name == "platform")?.Value?.Text.Trim('"', '\'');

    /// <summary>Whether the stage runs on the machine that builds, whatever it builds for.</summary>
    internal static bool IsOfBuildMachine(DockerfileDocument dockerfile, DockerfileStage stage) =>
        PlatformOf(dockerfile, stage) is { } platform && ShellVariables.Uses(platform, "BUILDPLATFORM");

    /// <summary>Whether the stage is of Windows, which has its own images and tools.</summary>
    internal static bool IsWindows(DockerfileDocument dockerfile, DockerfileStage stage)
    {
        if (dockerfile.Escape == '`') return true;
        var root = RootOf(dockerfile, stage);
        return root.From.Flags.Concat([new("", root.From.Body)]).Any(flag => flag.Value is { } value && SaysWindows(value.Text))
            || DockerfileCode.Of(dockerfile).Stages.HasWindowsShell(stage);
    }

    /// <summary>Whether the stage is for one architecture by its name, and another stage is its sibling for Arm.</summary>
    internal static bool IsForOneArchitecture(DockerfileDocument dockerfile, DockerfileStage stage)
    {
        if (IsOneOfSiblings(dockerfile, stage) || HasArmSibling(dockerfile, stage)) return true;
        if (dockerfile.Stages.Length > MostStagesCompared || stage.Name is not { } name
            || ArchitectureToken.In(name, 0, name.Length).FirstOrDefault() is not { Text: { } text } token) return false;
        return dockerfile.Stages.Any(one => one.Name is { } other && other.Length > name.Length - text.Length && ArchitectureQuestion.NamesArm(other)
            && other.StartsWith(name[..token.Start], StringComparison.OrdinalIgnoreCase)
            && other.EndsWith(name[token.End..], StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a stage is for a platform that is written out, and another one takes the same image for Arm: who wants both has both.</summary>
    internal static bool HasArmSibling(DockerfileDocument dockerfile, DockerfileStage stage)
    {
        if (dockerfile.Stages.Length > MostStagesCompared) return false;
        var root = RootOf(dockerfile, stage);
        return PlatformOf(dockerfile, root) is { } platform && !ArchitectureQuestion.NamesArm(platform) && !platform.Contains('$', StringComparison.Ordinal)
            && root.From.Words is [var image, ..]
            && dockerfile.Stages.Any(other => other.From.Words is [var same, ..] && same.Text == image.Text
                && other.From.Flags.Any(flag => flag is { Name: "platform", Value: { } value } && ArchitectureQuestion.NamesArm(value.Text)));
    }

    private static bool SaysWindows(string text) =>
        text.Contains("windows", StringComparison.OrdinalIgnoreCase) || text.Contains("nanoserver", StringComparison.OrdinalIgnoreCase)
        || text.Contains("servercore", StringComparison.OrdinalIgnoreCase);

    private static bool IsChosenBy(string choice, string name)
    {
        var (start, end) = (choice.IndexOf('$', StringComparison.Ordinal), choice.LastIndexOf('}') + 1);
        if (end == 0) end = choice.Length;
        return name.Length >= start + choice.Length - end
            && name.StartsWith(choice[..start], StringComparison.OrdinalIgnoreCase) && name.EndsWith(choice[end..], StringComparison.OrdinalIgnoreCase);
    }
}
