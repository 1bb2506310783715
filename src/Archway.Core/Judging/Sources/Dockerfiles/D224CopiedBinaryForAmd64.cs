using Archway.Oci.Platforms;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A file that was built beforehand for 64-bit x86 and is copied in: <c>COPY bin/app-linux-amd64 /app</c>.</summary>
internal sealed class D224CopiedBinaryForAmd64() : OneArchitectureRule("D224", Severity.Blocker)
{
    // What is read rather than run is the same everywhere, whatever its name; and what is of other systems.
    private static readonly string[] Others =
        [".yaml", ".yml", ".conf", ".cfg", ".sh", ".py", ".S", ".s", ".c", ".repo", ".list", ".patch", ".lock", ".exe", ".dll",
        ".cmake", ".mk", ".ini", ".toml", ".diff", ".h", ".env", ".properties", ".template", ".in", ".spec"];

    // Each is looked for in the whole file; nobody copies so much.
    private const int MostCopies = 500;

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        var code = DockerfileCode.Of(dockerfile);
        if (!ArchitectureToken.MayStandIn(code.Text)) yield break;
        var copies = Instructions(dockerfile, "COPY", "ADD")
            .Where(one => one.Instruction.Body.Text is var body && ArchitectureToken.In(body, 0, body.Length).Any());
        foreach (var (stage, instruction) in copies.Take(MostCopies))
        {
            if (instruction.Flags.Any(flag => flag.Name == "from") || !instruction.Heredocs.IsEmpty) continue;
            (DockerfileWord Word, ArchitectureToken Token)[] places =
            [
                .. from word in instruction.Words.SkipLast(1) where !word.Text.Has("://") && IsBinary(word.Text)
                from token in ArchitectureToken.In(code.Text, word.Start, word.End) where !HasSibling(code, word, token) select (word, token),
            ];
            if (places is not [var (first, _), ..]) continue;
            yield return Found(dockerfile.Source, first.Start, first.Length,
                $"the file is for {places[0].Token.Text} and does not run on {lacking}; copy the one for the platform of the build",
                FixOf(dockerfile, stage, instruction, places), lacking);
        }
    }

    private static bool IsBinary(string path) =>
        !Array.Exists(Others, ending => path.Ends(ending)) && !NeutralAddress.IsDocument(path)
        && !path.Contains("windows", StringComparison.OrdinalIgnoreCase) && !path.Contains("darwin", StringComparison.OrdinalIgnoreCase)
        && !ArchitectureQuestion.NamesArm(path) && !path.Has("qemu-");

    private static bool HasSibling(DockerfileCode code, DockerfileWord word, ArchitectureToken token)
    {
        if (!code.NamesArm) return false;
        var (before, after) = (code.Text[word.Start..token.Start], code.Text[token.End..(word.End)]);
        return Array.Exists(["arm64", "aarch64"], arm => code.Text.Has(before + arm + after));
    }

    private static Fix? FixOf(DockerfileDocument dockerfile, DockerfileStage stage, DockerfileInstruction instruction,
        (DockerfileWord Word, ArchitectureToken Token)[] places)
    {
        if (places.Any(place => place.Token.Spelling != ArchitectureSpelling.Amd64)) return null;
        var text = DockerfileCode.Of(dockerfile).Text;
        // The name may go on in what is copied to, and in what is done with it there.
        var isElsewhere = places.Any(place => Path.GetFileName(place.Word.Text) is { Length: > 0 } name
            && text.IndexOf(name, StringComparison.Ordinal) is var at
            && (at < place.Word.Start || text.IndexOf(name, place.Word.Start + place.Word.Length, StringComparison.Ordinal) >= 0));
        return TokenFix.InWords(dockerfile, stage, instruction, [.. places.Select(place => (place.Word, place.Token.Start, place.Token.Text.Length))],
            "copy the one for ${TARGETARCH}", "${TARGETARCH}", isElsewhere ? FixSafety.ShowOnly : FixSafety.Ask);
    }
}
