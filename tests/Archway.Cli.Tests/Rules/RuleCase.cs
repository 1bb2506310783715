namespace Archway.Cli.Tests.Rules;

/// <summary>One case of a rule: some files, and what is to be found in them and made of them.</summary>
/// <remarks>
/// A rule's cases stand in <c>Rules/ID.md</c>: below a heading <c>## bad: …</c> or <c>## good: …</c> a fenced block a file, with the file's path as its
/// language, then what is found, as <c>findings</c>, and what <c>fix --unsafe</c> prints, as <c>diff</c>. <c>build.cs -- accept</c> writes the last two.
/// </remarks>
internal sealed record RuleCase(string Rule, string Title, IReadOnlyList<CaseBlock> Blocks)
{
    private const string Findings = "findings";
    private const string Diff = "diff";

    internal bool IsBad => Title.StartsWith("bad: ", StringComparison.Ordinal);

    internal IEnumerable<CaseBlock> Files => Blocks.Where(block => block.Language is not (Findings or Diff));

    internal string Expected(string language) => Blocks.FirstOrDefault(block => block.Language == language)?.Text ?? "";

    /// <summary>The case with what came out of it now.</summary>
    internal RuleCase With(string findings, string diff) => this with
    {
        Blocks = [.. Files, .. findings.Length > 0 ? (CaseBlock[])[new(Findings, findings)] : [], .. diff.Length > 0 ? (CaseBlock[])[new(Diff, diff)] : []],
    };

    internal static string PathOf(string rule) => Path.Combine(Repository.Root, "tests/Archway.Cli.Tests/Rules", $"{rule}.md");

    internal static IReadOnlyList<string> Rules { get; } =
        [.. Directory.EnumerateFiles(Path.GetDirectoryName(PathOf(""))!, "*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    internal static IReadOnlyList<RuleCase> Of(string rule)
    {
        List<RuleCase> cases = [];
        List<CaseBlock> blocks = [];
        string? language = null;
        List<string> text = [];
        foreach (var line in File.ReadAllLines(PathOf(rule)))
        {
            if (language is null && line.StartsWith("## ", StringComparison.Ordinal)) cases.Add(new(rule, line[3..], blocks = []));
            else if (language is null && line.StartsWith("````", StringComparison.Ordinal)) language = line[4..].Trim();
            else if (language is not null && line == "````")
            {
                blocks.Add(new(language, string.Concat(text.Select(one => one + "\n"))));
                text.Clear();
                language = null;
            }
            else if (language is not null) text.Add(line);
        }

        return cases;
    }

    internal static void Write(string rule, IEnumerable<RuleCase> cases) => File.WriteAllText(PathOf(rule), $"# {rule}\n" + string.Concat(cases.Select(one =>
        $"\n## {one.Title}\n" + string.Concat(one.Blocks.Select(block => $"\n````{block.Language}\n{block.Text}````\n")))));
}

/// <summary>A fenced block: its language, and what stands in it.</summary>
internal sealed record CaseBlock(string Language, string Text);
