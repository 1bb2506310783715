using Archway.Oci.Platforms;
using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A folder of Java that holds the architecture: <c>/usr/lib/jvm/java-17-openjdk-amd64</c>.</summary>
internal sealed class D213JavaHomeForAmd64() : OneArchitectureRule("D213", Severity.Blocker)
{
    private const string Folder = "/jvm/";
    private const int LongestName = 255;

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        var code = DockerfileCode.Of(dockerfile);
        if (!code.Text.Has(Folder)) yield break;
        foreach (var script in Scripts(dockerfile))
        {
            (ShellWord[] Command, ShellWord Word, int Start, int Length)[] places =
            [
                .. from command in script.Commands from word in command from token in In(code, word.Start, word.End)
                where !script.IsChosen(token.Start) select (command, word, token.Start, token.Text.Length),
            ];
            if (places is not [var (_, _, start, length), ..]) continue;
            yield return Found(dockerfile.Source, start, length, Message(lacking),
                places.All(place => code.Text[place.Start] == 'a')
                    ? TokenFix.InScript(dockerfile, script, places, "ask dpkg for the architecture", "$(dpkg --print-architecture)", FixSafety.Safe)
                    : null, lacking);
        }

        foreach (var (stage, instruction) in Instructions(dockerfile, "ENV", "ARG", "COPY", "WORKDIR"))
        {
            (DockerfileWord Word, ArchitectureToken Token)[] places =
                [.. from word in instruction.Words from token in In(code, word.Start, word.End) select (word, token)];
            if (places is not [var (_, first), ..]) continue;
            yield return Found(dockerfile.Source, first.Start, first.Text.Length, Message(lacking),
                places.All(place => place.Token.Spelling == ArchitectureSpelling.Amd64) && !DockerfileStages.IsOfBuildMachine(dockerfile, stage)
                    ? TokenFix.InWords(dockerfile, stage, instruction, [.. places.Select(place => (place.Word, place.Token.Start, place.Token.Text.Length))],
                        "write ${TARGETARCH} for it", "${TARGETARCH}", FixSafety.Safe)
                    : null, lacking);
        }
    }

    private static string Message(Platform lacking) =>
        $"Java's folder is called otherwise on {lacking}; write the build's architecture into the path, or take an image whose JAVA_HOME has none";

    /// <summary>The architectures in names of folders of Java, where the file does not name the same for Arm.</summary>
    private static IEnumerable<ArchitectureToken> In(DockerfileCode code, int start, int end)
    {
        var text = code.Text;
        for (int from = start, to; (from = text.IndexOf(Folder, from, end - from, StringComparison.Ordinal)) >= 0; from = to)
        {
            to = from += Folder.Length;
            while (to < end && text[to] is not ('/' or ':' or '"' or '\'' or ' ' or '\t' or ';' or ')' or '\n')) to++;
            // No folder has a longer name.
            if (to - from > LongestName) continue;
            foreach (var token in ArchitectureToken.In(text, from, to))
                // No package's folder says x64: whoever unpacked a file there calls it so everywhere.
                if (token.Spelling != ArchitectureSpelling.X64 && (!code.NamesArm || (!text.Has(text[from..token.Start] + "arm64") && !text.Has(text[from..token.Start] + "aarch64"))))
                    yield return token;
        }
    }
}
