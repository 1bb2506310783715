using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Finds what a Dockerfile fetches for 64-bit x86 alone.</summary>
internal static class Downloads
{
    // For each the file is looked through; nobody fetches so much.
    private const int MostFilled = 500;

    private static readonly string[] OtherSystems =
    [
        "windows", "win32", "win64", "win-", "-win.", "darwin", "macos", "mac-", "osx", "apple", "freebsd", "mingw", "msvc", ".exe", ".msi", ".dmg",
        // What debuggers alone read runs nowhere.
        ".ddeb", "-dbgsym",
    ];

    // Packages that are the same on every architecture, whatever folder they lie in.
    private static readonly string[] Neutral = ["_all.deb", "-all.deb", ".noarch.rpm", "_noarch.rpm", "-noarch.rpm", ".noarch.apk"];

    private static readonly string[] Launchers = ["/gosu", "/tini", "/dumb-init"];

    private static readonly string[] Condas = ["Miniconda", "Miniforge", "Mambaforge", "Anaconda2", "Anaconda3", "Micromamba"];

    internal static IEnumerable<Download> In(DockerfileDocument dockerfile, DockerfileCode code)
    {
        if (!ArchitectureToken.MayStandIn(code.Text)) yield break;
        foreach (var instruction in dockerfile.Preamble)
            foreach (var found in Within(code, null, instruction)) yield return found;
        foreach (var stage in dockerfile.Stages)
            foreach (var found in stage.Instructions.SelectMany(instruction => Within(code, stage, instruction))) yield return found;
        foreach (var script in code.Scripts)
            foreach (var found in Within(code, script)) yield return found;
        // What a file does by variables that speaks of Arm too, it does for each architecture.
        if (code.NamesArm) yield break;
        HashSet<int> told = [];
        foreach (var found in ByVariable(dockerfile, code))
            if (told.Add(found.Token.Start)) yield return found;
    }

    /// <summary>What is fetched for an architecture that a variable of the file itself names.</summary>
    private static IEnumerable<Download> ByVariable(DockerfileDocument dockerfile, DockerfileCode code)
    {
        foreach (var (stage, instruction, start, end) in Filled(dockerfile, code).Take(MostFilled))
            if (WrittenArchitecture.In(dockerfile, code, stage, null, start, end) is { } variable)
                yield return Of(code, stage, instruction, start, end, variable.Token, variable);
        foreach (var (script, command, word, start, end) in Filled(code).Take(MostFilled))
            if (WrittenArchitecture.In(dockerfile, code, script.Stage, script, start, end) is { } variable)
                yield return Of(code, script.Stage, script.Run, start, end, variable.Token, variable) with { Of = (script, command, word) };
            else if (OfLoop(code, script, start, end) is { } token)
                yield return Of(code, script.Stage, script.Run, start, end, token) with { Of = (script, command, word) };
    }

    /// <summary>The first architecture in the names that a loop goes through, where each has the same: <c>for file in a-amd64 b-amd64</c>.</summary>
    private static ArchitectureToken? OfLoop(DockerfileCode code, RunScript script, int start, int end)
    {
        foreach (var name in WrittenArchitecture.Names(code.Text, start, end))
        {
            if (script.Commands.Where(command => command is [{ Text: "for" }, _, { Text: "in" }, _, ..] && command[1].Text == name).ToArray() is not [var loop]) continue;
            ArchitectureToken[] tokens = [.. loop.Skip(3).SelectMany(word => ArchitectureToken.In(code.Text, word.Start, word.End).Take(1))];
            if (tokens.Length == loop.Length - 3 && tokens.All(token => token.Text == tokens[0].Text && !script.IsChosen(token.Start))) return tokens[0];
        }

        return null;
    }

    // The addresses in which the builder, or a shell, fills something in.
    private static IEnumerable<(DockerfileStage Stage, DockerfileInstruction Instruction, int Start, int End)> Filled(DockerfileDocument dockerfile, DockerfileCode code) =>
        from stage in dockerfile.Stages
        from instruction in stage.Instructions
        where instruction.Name is "ADD" or "ENV"
        from word in instruction.Words
        from address in WebAddress.In(code.Text, word.Start, word.Start + word.Length)
        where IsOfNoSystemBut(code.Text, address.Start, address.End)
        select (stage, instruction, address.Start, address.End);

    private static IEnumerable<(RunScript Script, ShellWord[] Command, ShellWord Word, int Start, int End)> Filled(DockerfileCode code) =>
        from script in code.Scripts
        where !script.Contains("TARGETARCH")
        from command in script.Commands
        from word in command
        from address in WebAddress.In(code.Text, word.Start, word.End).DefaultIfEmpty(Behind(code, command, word))
        where address.End > address.Start && IsOfNoSystemBut(code.Text, address.Start, address.End)
            && !script.IsChosen(address.Start) && script.IsFilledIn(word, address.Start)
        select (script, command, word, address.Start, address.End);

    /// <summary>Whether an address is of Linux as far as it says, names no architecture itself, and is of no package for all of them.</summary>
    private static bool IsOfNoSystemBut(string text, int start, int end)
    {
        var address = text.AsSpan(start, end - start);
        if (!address.Contains('$') || ArchitectureToken.In(text, start, end).Any()) return false;
        foreach (var other in OtherSystems)
            if (address.Contains(other, StringComparison.OrdinalIgnoreCase)) return false;
        foreach (var ending in Neutral)
            if (address.Contains(ending, StringComparison.OrdinalIgnoreCase)) return false;
        return true;
    }

    private static IEnumerable<Download> Within(DockerfileCode code, DockerfileStage? stage, DockerfileInstruction instruction)
    {
        if (instruction.Name is not ("ADD" or "ENV" or "ARG")) yield break;
        foreach (var word in instruction.Words)
            foreach (var (start, end) in WebAddress.In(code.Text, word.Start, word.Start + word.Length))
                if (TokenIn(code.Text, code.NamesArm, start, end) is { } token)
                    yield return Of(code, stage, instruction, start, end, token);
    }

    private static IEnumerable<Download> Within(DockerfileCode code, RunScript script)
    {
        foreach (var command in script.Commands)
        {
            bool? isSaid = null;
            foreach (var word in command)
                foreach (var (start, end) in WebAddress.In(code.Text, word.Start, word.End).DefaultIfEmpty(Behind(code, command, word)))
                    if (end > start && TokenIn(code.Text, code.NamesArm, start, end) is { } token && !script.IsChosen(token.Start) && !(isSaid ??= SaidText.Is(script, command)))
                        yield return Of(code, script.Stage, script.Run, start, end, token) with { Of = (script, command, word) };
        }
    }

    // An address that begins with a variable: curl "$BASE/tool-linux-amd64".
    private static (int Start, int End) Behind(DockerfileCode code, ShellWord[] command, ShellWord word) =>
        command[0].Text is "curl" or "wget" && word.Text.StartsWith('$') && word.Text.Contains('/', StringComparison.Ordinal)
            && !code.Text.AsSpan(word.Start, word.End - word.Start).Has("$(")
            ? (word.Start, word.End)
            : default;

    private static Download Of(
        DockerfileCode code, DockerfileStage? stage, DockerfileInstruction instruction, int start, int end, ArchitectureToken token, WrittenArchitecture? variable = null)
    {
        var address = code.Text[start..end].Replace("\0", "", StringComparison.Ordinal);
        var kind = instruction.Name == "ADD" ? DownloadKind.Add
            : Launchers.Any(name => address.Has(name)) ? DownloadKind.Launcher
            : Condas.Any(name => address.Has(name)) ? DownloadKind.Conda
            : token.Spelling switch
            {
                ArchitectureSpelling.Amd64 => DownloadKind.Amd64,
                ArchitectureSpelling.X8664 => DownloadKind.X8664,
                _ => DownloadKind.X64,
            };
        Download download = new(kind, stage, instruction, start, end, token) { Address = address, Variable = variable };
        return download with { Arm = ArmNames.Of(download) };
    }

    /// <summary>The first word of an address that names 64-bit x86, where the address is of Linux and not named for Arm besides.</summary>
    internal static ArchitectureToken? TokenIn(string text, bool namesArm, int start, int end)
    {
        var address = text.AsSpan(start, end - start);
        if (!ArchitectureToken.MayStandIn(address) || ArchitectureQuestion.NamesArm(address)) return null;
        foreach (var ending in Neutral)
            if (address.Contains(ending, StringComparison.OrdinalIgnoreCase)) return null;
        if (NeutralAddress.IsDocument(address)) return null;
        var repository = start + NeutralAddress.LengthOfRepository(address);
        foreach (var token in ArchitectureToken.In(text, start, end))
        {
            if (token.Start < repository || IsNested(text, start, token.Start)) continue;
            foreach (var other in OtherSystems)
                if (address.Contains(other, StringComparison.OrdinalIgnoreCase)) return null;
            return namesArm && HasSibling(text, start, end, token) ? null : token;
        }

        return null;
    }

    private static bool IsNested(string text, int start, int offset)
    {
        for (var at = start; at < offset; at++)
        {
            if (text[at] != '$') continue;
            var behind = WebAddress.BehindVariable(text, at, text.Length);
            if (behind > offset) return true;
            at = behind - 1;
        }

        return false;
    }

    /// <summary>Whether a text names the same download for Arm as well.</summary>
    private static bool HasSibling(string text, int start, int end, ArchitectureToken token)
    {
        var (from, to) = Segment(text, start, end, token);
        var (before, after) = (text[from..token.Start], text[token.End..to]);
        foreach (var arm in (string[])["arm64", "aarch64", "aarch_64"])
            if (text.Has(before + arm + after)) return true;
        return false;
    }

    /// <summary>The part of an address between slashes that holds the word; with the next where it is the word alone.</summary>
    internal static (int Start, int End) Segment(string text, int start, int end, ArchitectureToken token)
    {
        var from = text.LastIndexOf('/', token.Start - 1, token.Start - start) + 1;
        if (from == 0) from = start;
        var to = text.IndexOf('/', token.End, end - token.End);
        if (to >= 0 && from == token.Start && to == token.End) to = text.IndexOf('/', to + 1, end - to - 1);
        return (from, to < 0 ? end : to);
    }
}
