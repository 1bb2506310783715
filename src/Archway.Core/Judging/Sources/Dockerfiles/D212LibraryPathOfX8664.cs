using System.Text.RegularExpressions;
using Archway.Oci.Platforms;
using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A library's path that holds the architecture: <c>/usr/lib/x86_64-linux-gnu/libjemalloc.so.2</c>, <c>/lib64/ld-linux-x86-64.so.2</c>.</summary>
internal sealed partial class D212LibraryPathOfX8664() : OneArchitectureRule("D212", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        var text = DockerfileCode.Of(dockerfile).Text;
        if (!text.Has("x86") || text.Has("/aarch64-linux-gnu")
            || text.Has("ld-linux-aarch64") || text.Has("ld-musl-aarch64")) yield break;
        // Who installs packages of amd64 beside the machine's own wants their files.
        if (text.Has("--add-architecture amd64") || (text.Has("--add-architecture") && text.Has(":amd64"))) yield break;
        foreach (var script in Scripts(dockerfile))
        {
            (ShellWord[] Command, ShellWord Word, int Start, int Length)[] places =
            [
                .. from command in script.Commands from word in command where !IsSearched(word) from place in In(text, word.Start, word.End)
                where !script.IsChosen(place.Start) select (command, word, place.Start, place.Length),
            ];
            if (places is not [var (_, _, start, length), ..]) continue;
            // On the machine that builds, its own name would be told.
            var fix = places.All(place => text[place.Start] == 'x') && !DockerfileStages.IsOfBuildMachine(dockerfile, script.Stage)
                ? TokenFix.InScript(dockerfile, script, [.. places.Select(place => place with { Length = "x86_64".Length })], "ask for the machine's name",
                    "$(uname -m)", FixSafety.Safe)
                : null;
            yield return Found(dockerfile.Source, start, length, Message(text.Substring(start, length), lacking)
                + "; write $(uname -m) for it, or ask the linker", fix, lacking);
        }

        foreach (var (_, instruction) in Instructions(dockerfile, "ENV", "ARG", "COPY"))
            foreach (var (start, length) in instruction.Words.SelectMany(word => In(text, word.Start, word.Start + word.Length)).Take(1))
                yield return Found(dockerfile.Source, start, length, Message(text.Substring(start, length), lacking)
                    + "; let a RUN link it to a path that every architecture has", platform: lacking);
    }

    // A folder that is not there is passed by where files are looked for, and made where they are put.
    private static bool IsSearched(ShellWord word) =>
        word.Text.Begins("-L") || word.Text.Begins("--libdir=") || word.Text.Has("LIBRARY_DIRS=") || word.Text.Has("_LIBDIR=") || word.Text.Begins("LIBRARY_PATH=");

    private static string Message(string path, Platform lacking) => $"'{path}' is a path of x86_64, and {lacking} has another in its place";

    private static IEnumerable<(int Start, int Length)> In(string text, int start, int end)
    {
        if (!text.AsSpan(start, end - start).Has("x86")) yield break;
        for (var match = Path().Match(text, start, end - start); match.Success; match = match.NextMatch()) yield return (match.Index, match.Length);
    }

    [GeneratedRegex(@"(?<=/)x86_64-linux-gnu(?![\w-])|(?<=/)ld-linux-x86-64\.so\.\d|(?<=/)ld-musl-x86_64\.(?:so\.\d|path)", RegexOptions.CultureInvariant)]
    private static partial Regex Path();
}
