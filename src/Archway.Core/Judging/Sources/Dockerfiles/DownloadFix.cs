using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Makes the instruction that fetches a file fetch it for the platform of the build.</summary>
internal static class DownloadFix
{
    private const string Target = "${TARGETARCH}";
    private const int MostEdits = 100;

    // They change text by patterns, and then the word is no part of a name.
    private static readonly string[] Editors = ["sed", "awk", "tr", "perl", "python", "python3"];

    // Before such a word something else than a file is named, which has a rule of its own.
    private static readonly string[] Elsewhere = ["arch=", "ARCH=", "platform=linux/", "PLATFORM=linux/", ":"];

    /// <summary>The fix; null where it cannot be told how.</summary>
    internal static Fix? Of(DockerfileDocument dockerfile, Download download)
    {
        if (PlatformArguments.AreSetHere(dockerfile)) return null;
        var fix = download.Variable is { } variable ? VariableFix.Of(dockerfile, download, variable) : download.Of is (var script, _, _) ? InScript(dockerfile, download, script) : InWords(dockerfile, download);
        // What leaves the architecture where it stands mends nothing.
        if (fix is null || !fix.Edits.Any(edit => edit.Start <= download.Token.Start && download.Token.End <= edit.End)) return null;
        return Checksums.In(dockerfile, download) is not null || Checksums.IsBeside(dockerfile, download) || IsUsedElsewhere(dockerfile, download, fix) ? fix with { Safety = FixSafety.ShowOnly } : fix;
    }

    private static Fix? InScript(DockerfileDocument dockerfile, Download download, RunScript script)
    {
        var (source, stage, token) = (dockerfile.Source, script.Stage, download.Token);
        // On the machine that builds, it takes a reader to tell what runs there from what is handed on.
        if (script.IsList || DockerfileStages.IsOfBuildMachine(dockerfile, stage) || !IsShell(dockerfile, script)) return null;
        var beside = DockerfileCode.Of(dockerfile).Downloads.Where(one => one.Of?.Script == script && one.Token.Spelling == token.Spelling).ToArray();
        if (download.Arm is not var (word, _) || beside.Any(one => one.Arm?.Word != word)) return null;
        if (TokensToChange(dockerfile, script, token.Spelling) is not { } tokens) return null;

        var isMachine = word == "aarch64" && tokens.All(one => one.Text == "x86_64");
        var variable = VariableFor(DockerfileCode.Of(dockerfile).Text);
        var with = token.Spelling == ArchitectureSpelling.Amd64 ? Target : isMachine ? "$(uname -m)" : $"${{{variable}}}";
        List<Edit> edits = [.. tokens.Select(one => Edit.Of(source, one.Start, one.Text.Length, with))];
        if (with is not ("${TARGETARCH}" or "$(uname -m)"))
        {
            // The variable is the instruction's shell's own.
            if (tokens.Any(one => one.Text != token.Text || script.IsLiteral(one.Start))) return null;
            edits.Add(Map(dockerfile, script, variable, token.Text, word));
        }

        if (!isMachine) edits.AddRange(TokenFix.ArgumentFor(dockerfile, stage, script.Run, Target));
        var title = token.Spelling == ArchitectureSpelling.Amd64 ? "fetch it for ${TARGETARCH}"
            : isMachine ? "fetch it for $(uname -m)" : $"fetch it for {token.Text} or {word} as ${{TARGETARCH}} says";
        return new(title, beside.All(one => one.Arm is (_, true)) && !StandsOnAmd64(dockerfile, stage) ? FixSafety.Safe : FixSafety.Ask, [.. edits.OrderBy(edit => edit.Start)]);
    }

    // What is fetched for the build's platform does not run on a base that is for amd64 whatever that is.
    private static bool StandsOnAmd64(DockerfileDocument dockerfile, DockerfileStage stage) =>
        DockerfileStages.RootOf(dockerfile, stage).From.Words is [var from, ..] && ArchitectureToken.In(from.Text, 0, from.Text.Length).Any();

    private static Fix? InWords(DockerfileDocument dockerfile, Download download)
    {
        var (code, source) = (DockerfileCode.Of(dockerfile), dockerfile.Source);
        if (download.Token.Spelling != ArchitectureSpelling.Amd64) return null;
        if (download.Stage is { } of && DockerfileStages.IsOfBuildMachine(dockerfile, of)) return null;
        var words = download.Instruction.Words.Where(word => ArchitectureToken.In(code.Text, word.Start, word.End).Any()).ToArray();
        var tokens = words.SelectMany(word => ArchitectureToken.In(code.Text, word.Start, word.End)).ToArray();
        if (tokens.Any(token => token.Spelling != ArchitectureSpelling.Amd64)) return null;
        if (words.Any(word => ArchitectureToken.In(code.Text, word.Start, word.End)
            .Any(token => ShellQuotes.IsLiteral(code.Text, word.Start, token.Start)))) return null;
        List<Edit> edits = [.. tokens.Select(token => Edit.Of(source, token.Start, token.Text.Length, Target))];
        if (download.Stage is { } stage && !PlatformArguments.Has(dockerfile, stage, "TARGETARCH", download.Instruction.Keyword.Start))
            edits.Insert(0, PlatformArguments.Declare(source, stage, "TARGETARCH"));
        return new("fetch it for ${TARGETARCH}", download.Stage is null ? FixSafety.ShowOnly : FixSafety.Safe, [.. edits]);
    }

    /// <summary>
    /// Every word of the script that names the architecture in that spelling; null when one of them is not filled in or means something else.
    /// </summary>
    private static List<ArchitectureToken>? TokensToChange(DockerfileDocument dockerfile, RunScript script, ArchitectureSpelling spelling)
    {
        var text = DockerfileCode.Of(dockerfile).Text;
        List<ArchitectureToken> tokens = [];
        foreach (var command in script.Commands)
        {
            foreach (var word in command)
            {
                foreach (var token in ArchitectureToken.In(text, word.Start, word.End))
                {
                    if (token.Spelling != spelling || script.IsChosen(token.Start) || (!IsOfAddress(text, word, token) && IsElsewhere(text, word, token))) continue;
                    if (Editors.Contains(command[0].Text) || !script.IsFilledIn(word, token.Start)) return null;
                    // Nobody would read it.
                    if (tokens.Count == MostEdits) return null;
                    tokens.Add(token);
                }
            }
        }

        return tokens;
    }

    // In an address such a word says which file is meant: https://example.com/get?arch=amd64.
    private static bool IsOfAddress(string text, ShellWord word, ArchitectureToken token) =>
        WebAddress.In(text, word.Start, word.End).Any(address => address.Start < token.Start && token.End <= address.End);

    private static bool IsElsewhere(string text, ShellWord word, ArchitectureToken token) =>
        Elsewhere.Any(before => text.AsSpan(word.Start, token.Start - word.Start).Ends(before));

    /// <summary>Whether a shell reads what the instruction holds, its heredocs with it.</summary>
    private static bool IsShell(DockerfileDocument dockerfile, RunScript script)
    {
        if (script.Run.Heredocs is []) return true;
        var text = dockerfile.Source.Text;
        return script.Run.Words is [{ Text: var first }] && first.Begins("<<")
            && script.Run.Heredocs.All(heredoc => text.AsSpan(heredoc.Start, heredoc.Length) is var body
                && !body.Has("<<")
                && (!body.Begins("#!") || body[..Math.Max(0, body.IndexOf('\n'))].TrimEnd().Ends("sh")));
    }

    private static string VariableFor(string text) =>
        Array.Find(["ARCH", "FILE_ARCH"], name => !text.Has(name + "=") && !ShellVariables.Uses(text, name)) ?? "ARCH_OF_FILE";

    private static Edit Map(DockerfileDocument dockerfile, RunScript script, string variable, string amd64, string arm64)
    {
        var map = $"case \"{Target}\" in amd64) {variable}={amd64} ;; arm64) {variable}={arm64} ;; "
            + $"*) echo \"nothing to fetch for {Target}\" >&2; exit 1 ;; esac";
        var source = dockerfile.Source;
        var lineEnd = source.Text.Has("\r\n") ? "\r\n" : "\n";
        return script.Run.Heredocs is [var heredoc, ..]
            ? Edit.Of(source, heredoc.Start, 0, map + lineEnd)
            : Edit.Of(source, script.Run.Body.Start, 0, $"{map} {dockerfile.Escape}{lineEnd}    && ");
    }

    /// <summary>Whether another instruction goes on with what this one makes, by a name that holds the architecture.</summary>
    private static bool IsUsedElsewhere(DockerfileDocument dockerfile, Download download, Fix fix)
    {
        var text = DockerfileCode.Of(dockerfile).Text;
        var (from, to) = (download.Instruction.Keyword.Start, Math.Max(download.Instruction.Body.Start + download.Instruction.Body.Length,
            download.Instruction.Heredocs.Select(heredoc => heredoc.Start + heredoc.Length).DefaultIfEmpty().Max()));
        return fix.Edits.Where(edit => edit.Length > 0).Select(edit => NameUpTo(text, from, edit)).OfType<string>().Distinct(StringComparer.Ordinal)
            .Any(name => IsIn(dockerfile, text[..from], name) || IsIn(dockerfile, text, name, to));
    }

    /// <summary>The name up to the word that is changed; null where it is that word alone.</summary>
    private static string? NameUpTo(string text, int from, Edit edit)
    {
        var start = edit.Start;
        while (start > from && !char.IsWhiteSpace(text[start - 1]) && text[start - 1] is not ('/' or '"' or '\'' or '=' or '\0' or ':' or '(' or '>')) start--;
        return edit.Start - start < 2 ? null : text[start..edit.End];
    }

    private static bool IsIn(DockerfileDocument dockerfile, string text, string name, int from = 0)
    {
        for (var at = text.IndexOf(name, from, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
            // Where it is fetched once more, that is made right by itself.
            if (!DockerfileCode.Of(dockerfile).Downloads.Any(other => other.Start <= at && at < other.End)) return true;
        return false;
    }
}
