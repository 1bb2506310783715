using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A file that is fetched for the platform of the build under a name, or of a version, that there is none of for 64-bit Arm.</summary>
internal sealed class D205FileThatIsNotThere() : OneArchitectureRule("D205", Severity.Blocker)
{
    // Each is held against the whole file; nobody fetches so much.
    private const int MostAddresses = 500;

    // What the address holds, what stands before the architecture in it, and how it ends where 64-bit x86 is x86_64; 64-bit Arm is aarch64 to all of them.
    private static readonly (string In, string Before, string? Ending)[] Machines =
    [
        ("/just-containers/s6-overlay/", "s6-overlay-", ".tar.xz"),
        ("awscli.amazonaws.com/", "awscli-exe-linux-", null),
        ("/docker/compose/", "docker-compose-linux-", null),
        ("download.docker.com/linux/static/", "/", null),
        ("/Kitware/CMake/", "-linux-", null),
        ("repo.anaconda.com/miniconda/", "-Linux-", null),
        ("/conda-forge/miniforge/", "-Linux-", null),
    ];

    private static readonly string[] Spellings = ["${TARGETARCH}", "$TARGETARCH"];

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking, RuleContext context)
    {
        if (!IsAboutArchitectures(dockerfile.Source.Text)) yield break;
        var text = DockerfileCode.Of(dockerfile).Text;
        // What is fetched for one architecture by a variable has a rule of its own too.
        HashSet<int> told = [.. DockerfileCode.Of(dockerfile).Downloads.Select(download => download.Start)];
        foreach (var (stage, script, start, end) in Addresses(dockerfile, text).Take(MostAddresses))
        {
            if (told.Contains(start)) continue;
            var address = text[start..end];
            if (Misnamed(text, address) is var (name, at))
                yield return Found(dockerfile.Source, start, end - start, $"there is nothing called {name}arm64 there: its publisher says aarch64",
                    script is null ? null : FixOf(dockerfile, script, address, at), lacking);
            else if (LackOf(address, variable => ReleasedFile.ValueOf(dockerfile, stage, script, start, variable), lacking, context.Catalog) is { } lack)
                yield return Found(dockerfile.Source, start, end - start, lack, platform: lacking);
        }
    }

    private static bool IsAboutArchitectures(string text) => text.Has("://")
        && (text.Contains("arch", StringComparison.OrdinalIgnoreCase) || text.Contains("arm64", StringComparison.OrdinalIgnoreCase) || text.Has("uname"));

    private static IEnumerable<(DockerfileStage Stage, RunScript? Script, int Start, int End)> Addresses(DockerfileDocument dockerfile, string text)
    {
        foreach (var script in Scripts(dockerfile))
            foreach (var word in script.Commands.SelectMany(command => command))
                foreach (var (start, end) in WebAddress.In(text, word.Start, word.End))
                    if (!script.IsChosen(start)) yield return (script.Stage, script, start, end);
        foreach (var (stage, instruction) in Instructions(dockerfile, "ADD"))
            foreach (var word in instruction.Words)
                foreach (var (start, end) in WebAddress.In(text, word.Start, word.End)) yield return (stage, null, start, end);
    }

    // What names one architecture alone has rules of its own, which ask for the release too.
    private static string? LackOf(string address, Func<string, string?> valueOf, Platform lacking, Catalog catalog) =>
        !ArchitectureToken.In(address, 0, address.Length).Any() && (ArchitectureQuestion.IsAsked(address) || ArchitectureQuestion.NamesArm(address))
            ? ReleasedFile.LackOf(address, lacking, catalog, valueOf)
            : null;

    /// <summary>What stands before the architecture in the name of a file that has another, and where the architecture is.</summary>
    private static (string Name, int At)? Misnamed(string text, string address)
    {
        foreach (var spelling in Spellings)
        {
            var at = address.IndexOf(spelling, StringComparison.Ordinal);
            // Whoever gives the argument other words than builders do may give the right ones.
            if (at < 0 || text.Has("TARGETARCH=")) continue;
            foreach (var (within, before, _) in Machines)
            {
                if (!address.Has(within) || !address.AsSpan(0, at).Ends(before)) continue;
                return (address[(address.LastIndexOf('/', at - 1) + 1)..at], at);
            }

            return null;
        }

        return null;
    }

    private static Fix? FixOf(DockerfileDocument dockerfile, RunScript script, string address, int at)
    {
        if (DockerfileStages.IsOfBuildMachine(dockerfile, script.Stage)) return null;
        var (within, before, ending) = Machines.First(one => address.Has(one.In) && address.AsSpan(0, at).Ends(one.Before));
        // Its releases before the third call 64-bit x86 amd64.
        if (ending is not null && !address.Ends(ending)) return null;
        var text = DockerfileCode.Of(dockerfile).Text;
        List<(ShellWord[] Command, ShellWord Word, int Start, int Length)> places = [];
        foreach (var command in script.Commands)
            foreach (var word in command)
                foreach (var spelling in Spellings)
                    for (var found = text.IndexOf(before + spelling, word.Start, word.End - word.Start, StringComparison.Ordinal); found >= 0;
                        found = text.IndexOf(before + spelling, found + 1, word.End - found - 1, StringComparison.Ordinal))
                        // In another address the architecture is called something else.
                        if (text.AsSpan(word.Start, word.End - word.Start).Has("://") ? text.AsSpan(word.Start, word.End - word.Start).Has(within) : before.Length > 1)
                            places.Add((command, word, found + before.Length, spelling.Length));
        return TokenFix.InScript(dockerfile, script, places, "fetch it for $(uname -m)", "$(uname -m)", FixSafety.Ask);
    }
}
