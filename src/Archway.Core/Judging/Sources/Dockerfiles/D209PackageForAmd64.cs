using Archway.Oci.Platforms;
using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A package that is named for 64-bit x86: <c>libc6:amd64</c>, <c>tool_1.2_amd64.deb</c>, <c>tool.x86_64</c>.</summary>
internal sealed class D209PackageForAmd64() : OneArchitectureRule("D209", Severity.Blocker)
{
    private static readonly string[] Suffixes = [":amd64", ".x86_64"];

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        var code = DockerfileCode.Of(dockerfile);
        if (!ArchitectureToken.MayStandIn(code.Text)) yield break;
        // Where packages of several architectures are installed, each is named on purpose.
        var isForeign = Array.Exists(["--add-architecture", ":arm64", ":i386"], sign => code.Text.Has(sign));
        foreach (var script in Scripts(dockerfile))
        {
            ShellWord[] words = [.. script.Commands.SelectMany(PackageInstall.Packages).Where(word => !script.IsChosen(word.Start))];
            if (!isForeign)
                foreach (var word in words)
                    if (SuffixOf(word.Text) is { } suffix) yield return Named(dockerfile, word, suffix, lacking);
            ShellWord[] files = [.. words.Where(word => IsFile(word.Text) && !IsFetched(code, script, word.Text))];
            if (files is [var first, ..])
                yield return Found(dockerfile.Source, first.Start, first.End - first.Start,
                    $"the package is a file for {TokenOf(code, first)!.Value.Text} and does not install on {lacking}; name the file for each architecture",
                    FixOf(dockerfile, script, files), lacking);
        }
    }

    private SourceFinding Named(DockerfileDocument dockerfile, ShellWord word, string suffix, Platform lacking)
    {
        var source = dockerfile.Source;
        var at = source.Text.IndexOf(suffix, word.Start, word.End - word.Start, StringComparison.Ordinal);
        return Found(source, word.Start, word.End - word.Start, $"the package is named for {suffix[1..]} and is not there for {lacking}; leave {suffix} out",
            at < 0 ? null : new("name no architecture", FixSafety.Safe, Edit.Of(source, at, suffix.Length, "")), lacking);
    }

    private static string? SuffixOf(string word)
    {
        var name = word.Split('=')[0];
        return name.AsSpan().ContainsAny("/$*:") && !name.Ends(":amd64") ? null
            : Array.Find(Suffixes, suffix => name.Length > suffix.Length && name.Ends(suffix));
    }

    private static bool IsFile(string word) =>
        (word.Ends(".deb") || word.Ends(".rpm")) && !word.Has("://")
        && ArchitectureToken.In(word, 0, word.Length).Any();

    // What is fetched is made right where it is fetched.
    private static bool IsFetched(DockerfileCode code, RunScript script, string word)
    {
        var name = word[(word.LastIndexOf('/') + 1)..];
        return code.Downloads.Any(download => download.Of?.Script == script || download.Address.Ends(name));
    }

    private static ArchitectureToken? TokenOf(DockerfileCode code, ShellWord word) =>
        ArchitectureToken.In(code.Text, word.Start, word.End).Cast<ArchitectureToken?>().FirstOrDefault();

    private static Fix? FixOf(DockerfileDocument dockerfile, RunScript script, ShellWord[] files)
    {
        var code = DockerfileCode.Of(dockerfile);
        ArchitectureToken[] tokens = [.. files.SelectMany(word => ArchitectureToken.In(code.Text, word.Start, word.End))];
        if (script.IsList || tokens.Any(token => token.Text is not ("amd64" or "x86_64"))) return null;
        if (files.Any(word => !script.IsFilledIn(word, TokenOf(code, word)!.Value.Start))) return null;
        return new("ask for the architecture", files.Any(word => IsNamedElsewhere(code.Text, word)) ? FixSafety.ShowOnly : FixSafety.Ask,
            [.. tokens.Select(token => Edit.Of(dockerfile.Source, token.Start, token.Text.Length, Question(token.Text)))]);
    }

    private static string Question(string architecture) => architecture == "amd64" ? "$(dpkg --print-architecture)" : "$(uname -m)";

    private static bool IsNamedElsewhere(string text, ShellWord word)
    {
        var name = word.Text[(word.Text.LastIndexOf('/') + 1)..];
        return text.AsSpan(0, word.Start).Has(name) || text.AsSpan(word.End).Has(name);
    }
}
