using Archway.Oci.Platforms;
using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>
/// A package manager of a language told to take what is for 64-bit x86: <c>pip download --platform manylinux2014_x86_64</c>, <c>npm_config_arch=x64</c>.
/// </summary>
internal sealed class D220PackagesForcedToX64() : OneArchitectureRule("D220", Severity.Blocker)
{
    private static readonly string[] Variables = ["npm_config_arch=x64", "npm_config_target_arch=x64", "npm_config_cpu=x64"];

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        var text = DockerfileCode.Of(dockerfile).Text;
        if (!ArchitectureToken.MayStandIn(text)) yield break;
        foreach (var script in Scripts(dockerfile))
        {
            foreach (var command in script.Commands)
            {
                if (In(command) is not { } word || script.IsChosen(word.Start) || script.Contains("aarch64")) continue;
                var at = text.AsSpan(word.Start, word.End - word.Start).IndexOf("x86_64");
                yield return Found(dockerfile.Source, word.Start, word.End - word.Start, Message(word.Text, lacking),
                    at >= 0 && !DockerfileStages.IsOfBuildMachine(dockerfile, script.Stage)
                        ? TokenFix.InScript(dockerfile, script, [(command, word, word.Start + at, "x86_64".Length)], "take what is for the machine",
                            "$(uname -m)", FixSafety.Safe)
                        : null, lacking);
            }
        }

        foreach (var (_, instruction) in Instructions(dockerfile, "ENV"))
            foreach (var word in instruction.Words)
                if (Variables.Contains(word.Text))
                    yield return Found(dockerfile.Source, word.Start, word.Length, Message(word.Text, lacking), platform: lacking);
    }

    private static string Message(string word, Platform lacking) =>
        $"'{word}' takes packages that do not run on {lacking}; leave it out, or take those for the machine";

    private static ShellWord? In(ShellWord[] command)
    {
        var isOfPython = PackageInstall.IsOf(command, "pip", "pip3", "uv")
            || (PackageInstall.IsOf(command, "python", "python3") && command.Any(word => word.Text == "pip"));
        var isOfNode = PackageInstall.IsOf(command, "npm", "yarn", "pnpm", "npx");
        for (var i = 0; i < command.Length; i++)
        {
            var word = command[i].Text;
            if (isOfPython && word.Begins("--platform=") && word.Has("linux") && word.Ends("_x86_64")) return command[i];
            if (isOfPython && i > 0 && command[i - 1].Text == "--platform" && word.Has("linux") && word.Ends("_x86_64")) return command[i];
            if (isOfNode && word is "--arch=x64" or "--cpu=x64" or "--target_arch=x64") return command[i];
            if (Variables.Contains(word)) return command[i];
        }

        return null;
    }
}
