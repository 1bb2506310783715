using System.Text.RegularExpressions;
using Archway.Oci.Platforms;
using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A Rust program that is compiled for 64-bit x86 whatever the build is for: <c>cargo build --target x86_64-unknown-linux-musl</c>.</summary>
internal sealed partial class D215RustForX8664() : OneArchitectureRule("D215", Severity.Blocker)
{
    private static readonly string[] Programs = ["cargo", "rustup", "cross", "rustc"];

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        var text = DockerfileCode.Of(dockerfile).Text;
        if (!text.Has("x86_64-unknown-linux-") || text.Has("aarch64-unknown-linux")) yield break;
        // A path outside of shells that holds the name cannot follow it.
        var isInPaths = dockerfile.Stages.SelectMany(stage => stage.Instructions).Any(one => one.Name != "RUN" && Triple().IsMatch(one.Body.Text));
        (RunScript Script, (ShellWord[] Command, ShellWord Word, int Start, int Length)[] Places)[] scripts =
            [.. Scripts(dockerfile).Select(script => (script, PlacesIn(text, script))).Where(one => one.Item2.Length > 0)];
        foreach (var (script, places) in scripts)
        {
            if (places.FirstOrDefault(place => PackageInstall.IsOf(place.Command, Programs)) is not { Command: not null } first) continue;
            yield return Found(dockerfile.Source, first.Start, first.Length,
                $"the program is compiled for x86_64 and does not run on {lacking}; compile it for aarch64 there", FixOf(script.Stage), lacking);
        }

        foreach (var (_, instruction) in Instructions(dockerfile, "ENV"))
            foreach (var word in instruction.Words)
                if (word.Text.Begins("CARGO_BUILD_TARGET=x86_64"))
                    yield return Found(dockerfile.Source, word.Start, word.Length,
                        $"the program is compiled for x86_64 and does not run on {lacking}; compile it for aarch64 there", platform: lacking);

        // What is compiled lies in a folder of that name, by which the instructions behind go on with it.
        Fix? FixOf(DockerfileStage stage)
        {
            if (DockerfileStages.IsOfBuildMachine(dockerfile, stage)) return null;
            var parts = scripts.Where(one => one.Script.Stage == stage).Select(one => TokenFix.InScript(dockerfile, one.Script,
                [.. one.Places.Select(place => place with { Length = "x86_64".Length })], "compile for the machine's own name", "$(uname -m)", FixSafety.Safe)).ToArray();
            if (parts.Contains(null)) return null;
            var isElsewhere = isInPaths || scripts.Any(one => one.Script.Stage != stage && one.Places.Any(place => !PackageInstall.IsOf(place.Command, Programs)));
            return parts[0]! with { Safety = isElsewhere ? FixSafety.ShowOnly : FixSafety.Safe, Edits = [.. parts.SelectMany(part => part!.Edits)] };
        }
    }

    private static (ShellWord[] Command, ShellWord Word, int Start, int Length)[] PlacesIn(string text, RunScript script) =>
    [
        .. from command in script.Commands
        from word in command
        from Match match in Triple().Matches(text[word.Start..word.End])
        where !script.IsChosen(word.Start) && !word.Text.Has("://")
        select (command, word, word.Start + match.Index, match.Length),
    ];

    [GeneratedRegex("(?<![A-Za-z0-9])x86_64-unknown-linux-(?:gnu|musl)(?![A-Za-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Triple();
}
