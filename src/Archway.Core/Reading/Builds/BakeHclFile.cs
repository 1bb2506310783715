using System.Text.RegularExpressions;

namespace Archway.Reading.Builds;

/// <summary>A buildx bake file in HCL, read for the tags that its targets write out.</summary>
/// <remarks>
/// Of the language only blocks named <c>target</c> and their texts are understood: a tag made by a function is not seen, a variable in one is kept as written.
/// <see href="https://docs.docker.com/build/bake/reference/"/>
/// </remarks>
internal sealed partial class BakeHclFile : IFileFormat
{
    private const int LargestText = 1024 * 1024;

    public bool Wants(string path) =>
        path.EndsWith(".hcl", StringComparison.OrdinalIgnoreCase) && path[(path.LastIndexOf('/') + 1)..].Contains("bake", StringComparison.OrdinalIgnoreCase);

    public bool Recognises(SourceText source, SourceTree tree) => source.Text.Length <= LargestText;

    public IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken)
    {
        List<ImageBuild> builds = [];
        foreach (var block in Target().EnumerateMatches(source.Text))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = block.Index + block.Length;
            var end = EndOfBlock(source.Text, start);
            var folder = Member(Context(), source.Text, start, end) ?? ".";
            var file = Member(Dockerfile(), source.Text, start, end) ?? "Dockerfile";
            var dockerfile = BuildFiles.Find(tree, [source.Folder, ""], folder, $"{folder}/{file}");
            if (Tags().Match(source.Text, start, end - start) is not { Success: true } tags) continue;
            foreach (var tag in Texts().Matches(tags.Groups[1].Value).Select(match => match.Groups[1]))
                builds.Add(new(source.Span(tags.Groups[1].Index + tag.Index, tag.Length), tag.Value, dockerfile));
        }

        if (builds.Count > 0) yield return new SourceItem.Document(new BuildsDocument(source) { Builds = [.. builds] });
    }

    private static string? Member(Regex pattern, string text, int start, int end) =>
        pattern.Match(text, start, end - start) is { Success: true } found ? found.Groups[1].Value : null;

    private static int EndOfBlock(string text, int from)
    {
        // Braces in texts come in pairs, as in "${TAG}".
        for (var (at, depth) = (from, 1); at < text.Length; at++)
        {
            if (text[at] == '{') depth++;
            else if (text[at] == '}' && --depth == 0) return at;
        }

        return text.Length;
    }

    [GeneratedRegex("""^[ \t]*target[ \t]+"?[\w.-]+"?[ \t]*\{""", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Target();

    [GeneratedRegex("""\bcontext[ \t]*=[ \t]*"([^"\r\n]*)["]""", RegexOptions.CultureInvariant)]
    private static partial Regex Context();

    [GeneratedRegex("""\bdockerfile[ \t]*=[ \t]*"([^"\r\n]*)["]""", RegexOptions.CultureInvariant)]
    private static partial Regex Dockerfile();

    [GeneratedRegex("""\btags[ \t]*=[ \t]*\[([^\]]*)\]""", RegexOptions.CultureInvariant)]
    private static partial Regex Tags();

    [GeneratedRegex("\"([^\"\\r\\n]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Texts();
}
