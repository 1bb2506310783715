using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>The Dockerfiles that compile, or install much, on the platform that they build for, and not on the machine that builds.</summary>
/// <remarks>Rules ask for them by their paths; Dockerfiles are read behind all that names them.</remarks>
internal sealed class TargetRuns
{
    // What takes its time, and many times as long when it is emulated: compilers and what starts them, and installers of many packages.
    private static readonly string[] Heavy =
    [
        "apt", "apt-get", "bazel", "bun", "bundle", "c++", "cargo", "cmake", "composer", "conda", "configure", "dnf", "dotnet", "g++", "gcc", "gem", "go", "gradle",
        "gradlew", "make", "mamba", "meson", "microdnf", "mix", "mvn", "mvnw", "ninja", "npm", "npx", "pip", "pip3", "pnpm", "poetry", "python", "python3", "rebar3",
        "Rscript", "sbt", "stack", "tdnf", "uv", "yarn", "yum", "zypper",
    ];

    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);

    /// <summary>Asks for a Dockerfile.</summary>
    internal void Ask(string path) => _asked.Add(path);

    /// <summary>Whether one that was asked for was read, and is one.</summary>
    internal bool Has(string path) => _found.Contains(path);

    /// <summary>Looks at a Dockerfile, if it was asked for.</summary>
    internal void Note(DockerfileDocument dockerfile)
    {
        if (_asked.Contains(dockerfile.Source.Path) && IsOne(dockerfile)) _found.Add(dockerfile.Source.Path);
    }

    private static bool IsOne(DockerfileDocument dockerfile) => DockerfileCode.Of(dockerfile).Scripts.Any(script =>
        script.Commands.Any(IsHeavy) && !DockerfileStages.IsOfBuildMachine(dockerfile, script.Stage));

    // Before the program may stand variables that it is given.
    private static bool IsHeavy(ShellWord[] command) => command.FirstOrDefault(word => !word.Text.Contains('=', StringComparison.Ordinal)).Text is { } program
        && Heavy.Contains(program[(program.LastIndexOf('/') + 1)..]);
}
