using System.Collections.Immutable;
using Archway.Oci.Platforms;

namespace Archway.Reading;

/// <summary>How a target is read.</summary>
public sealed record ReadingOptions
{
    /// <summary>Patterns, as <c>.gitignore</c> writes them, of folders and files to pass by.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>Whether to read what git ignores, <c>node_modules</c>, <c>.terraform</c> and <c>.git</c> too.</summary>
    public bool IncludeIgnored { get; init; }

    /// <summary>Whether to read the images that commands such as <c>docker run</c> name in scripts, pipelines' steps and Markdown.</summary>
    public bool IncludeCommands { get; init; }

    /// <summary>The platform that a build would be for: the value of a Dockerfile's <c>TARGETPLATFORM</c>.</summary>
    public Platform Platform { get; init; } = Platform.LinuxArm64;

    /// <summary>The platform of the machine that builds: the value of a Dockerfile's <c>BUILDPLATFORM</c>.</summary>
    public Platform BuildPlatform { get; init; } = Platform.LinuxArm64;
}
