using System.Collections.Immutable;
using System.Globalization;
using Archway.Judging;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Tree;

namespace Archway.Configuring.Ignoring;

/// <summary>What a tree's <c>.archwayignore.yaml</c> lets be.</summary>
/// <param name="Entries">Its entries.</param>
/// <param name="Problems">What in it was not taken, and why.</param>
internal sealed record ListedIgnores(ImmutableArray<ListedIgnore> Entries, ImmutableArray<DataProblem> Problems)
{
    internal const string File = ".archwayignore.yaml";
    private const int LongestFile = 256 * 1024;
    private const int MostEntries = 1000;
    private const int MostProblems = 100;

    private static readonly string[] Members = ["expires", "images", "paths", "reason", "rules"];

    internal static ListedIgnores None { get; } = new([], []);

    /// <summary>Reads the list at the root of a tree; none where there is none, or the target is one file.</summary>
    internal static ListedIgnores Of(SourceTree tree)
    {
        if (tree.OnlyFile is not null || !tree.HasFile(File)) return None;
        var read = tree.ReadText(File, LongestFile);
        if (!read.TryGetValue(out var source)) return new([], [new(new(File, 1, 1, 0), read.Problem!)]);
        List<DataProblem> problems = [];
        var entries = YamlReader.ReadDocuments(source, problems).Take(1).SelectMany(root => Entry(root, source, problems)).ToImmutableArray();
        return new(entries, [.. problems.Take(MostProblems)]);
    }

    /// <summary>The finding as the list has it: let be, or told that what let it be holds no longer.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="path">Its file's path relative to the tree.</param>
    /// <param name="today">The day.</param>
    internal Finding Judged(Finding finding, string path, DateOnly today)
    {
        var speaking = Entries.Where(entry => entry.Speaks(finding, path)).ToArray();
        if (speaking.FirstOrDefault(entry => entry.Expires is not { } last || last >= today) is { } holds)
            return finding with { Suppression = new(SuppressionKind.List, holds.Reason) };
        return speaking is [{ Expires: { } expired, Reason: var reason }, ..]
            ? finding with { Message = string.Create(CultureInfo.InvariantCulture, $"{finding.Message}; it was let be until {expired:yyyy-MM-dd}: {reason}") }
            : finding;
    }

    private static IEnumerable<ListedIgnore> Entry(DataNode root, SourceText source, List<DataProblem> problems)
    {
        void Tell(DataNode at, string problem) => problems.Add(new(source.Span(at.Start, 0), problem));
        if (root is DataScalar { IsNull: true }) yield break;
        if (root is not DataSequence) Tell(root, $"it is a list, each entry with {string.Join(", ", Members[..^1])} and {Members[^1]}");
        if (root.Items.Length > MostEntries) Tell(root, $"the first {MostEntries} of {root.Items.Length} are taken");
        foreach (var entry in root.Items.Take(MostEntries))
        {
            var before = problems.Count;
            foreach (var (key, _) in entry.Members)
                if (!Members.Contains(key.Value)) Tell(key, $"an entry has no '{key.Value}'{(Spelling.Nearest(key.Value, Members) is { } near ? $"; did you mean {near}?" : "")}");
            var rules = Texts(entry["rules"]);
            if (rules.IsEmpty) Tell(entry, "an entry names its rules: rules: [D101]");
            foreach (var rule in rules)
                if (!Findings.Rules.Contains(rule)) Tell(entry, $"there is no rule '{rule}'; archway explain lists them");
            if (entry["reason"]?.Text is not { Length: > 0 } reason)
            {
                Tell(entry, "an entry gives its reason");
                continue;
            }

            DateOnly? expires = null;
            if (entry["expires"] is { } day)
            {
                if (DateOnly.TryParseExact(day.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last)) expires = last;
                else Tell(day, "expires is a day, as 2027-03-31");
            }

            // Half an entry might take away more than was meant.
            if (problems.Count == before) yield return new(rules, [.. Texts(entry["paths"]).Select(pattern => new Glob(pattern))], Texts(entry["images"]), reason, expires);
        }
    }

    private static ImmutableArray<string> Texts(DataNode? node) => node switch
    {
        DataScalar { Value.Length: > 0 } one => [one.Value],
        DataSequence many => [.. many.Nodes.Select(item => item.Text).OfType<string>().Where(text => text.Length > 0)],
        _ => [],
    };
}
