using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Tells whether a stage that compiles for another machine than its own may run on the machine that builds, where nothing is emulated.</summary>
internal static class CrossBuild
{
    // Each is held against each; nobody has so many.
    private const int MostStages = 100;

    // What these do is the same on every machine.
    private static readonly string[] Neutral = ["cd", "mkdir", "set", "echo", "export", "ls", "pwd", "true", "cp", "mv", "chmod", "env"];

    // What stands there is of the base image, and so of the machine that the stage runs on.
    private static readonly string[] OfBaseImage =
        ["/bin/", "/sbin/", "/lib", "/usr/bin/", "/usr/sbin/", "/usr/lib", "/usr/local/lib", "/usr/local/go", "/usr/share/dotnet", "/root/.dotnet"];

    /// <summary>The stages that do nothing but what one compiler does, and hand on nothing but what that makes.</summary>
    internal static HashSet<int> Of(DockerfileDocument dockerfile, string compiler) =>
        [.. dockerfile.Stages.Take(MostStages).Where(stage => CanBe(dockerfile, stage, compiler)).Select(stage => stage.Number)];

    private static bool CanBe(DockerfileDocument dockerfile, DockerfileStage stage, string compiler)
    {
        if (stage.From.Words is [] || PlatformOption.Of(stage) is not null || DockerfileStages.ParentOf(dockerfile, stage) is not null) return false;
        if (stage.Number == dockerfile.Stages.Length - 1 || dockerfile.Stages.Any(other => DockerfileStages.ParentOf(dockerfile, other) == stage)) return false;
        if (dockerfile.Stages.SelectMany(other => other.Instructions).Any(run => IsMounted(run, stage))) return false;
        var code = DockerfileCode.Of(dockerfile);
        var runs = stage.Instructions.Where(instruction => instruction.Name == "RUN").ToArray();
        return runs.SelectMany(run => code.ScriptOf(run).Commands)
                .All(command => ProgramOf(command) is not { } program || program == compiler || Neutral.Contains(program))
            && dockerfile.Stages.SelectMany(other => other.Instructions).Where(copy => IsFrom(copy, stage)).SelectMany(copy => copy.Words.SkipLast(1))
                .All(word => !OfBaseImage.Any(folder => word.Text.Begins(folder)));
    }

    // Before it stand variables that it gets.
    private static string? ProgramOf(ShellWord[] command) => Array.Find(command, word => !word.Text.Has("=")).Text;

    private static bool IsMounted(DockerfileInstruction run, DockerfileStage stage) =>
        run.Flags.Any(flag => flag.Name == "mount" && flag.Value is { } mount && mount.Text.Split(',').Any(part => part.Begins("from=")
            && part["from=".Length..].Equals(stage.Name ?? stage.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether an instruction copies from a stage.</summary>
    internal static bool IsFrom(DockerfileInstruction copy, DockerfileStage stage) => copy.Name == "COPY"
        && copy.Flags.FirstOrDefault(flag => flag.Name == "from")?.Value?.Text is { } from
        && (from.Equals(stage.Name, StringComparison.OrdinalIgnoreCase) || from == stage.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
