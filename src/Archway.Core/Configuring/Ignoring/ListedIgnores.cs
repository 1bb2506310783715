using System.Collections.Immutable;
using System.Globalization;
using Archway.Judging;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Tree;

namespace Archway.Configuring.Ignoring;

/// <summary>What one <c>.archwayignore.yaml</c> lets be in its folder and all below.</summary>
/// <param name="Entries">Its entries.</param>
/// <param name="Problems">What in it was not taken, and why.</param>
internal sealed record ListedIgnores(ImmutableArray<ListedIgnore> Entries, ImmutableArray<DataProblem> Problems)
{
    private const int LongestFile = 256 * 1024;
    private const int MostEntries = 1000;
    private const int MostProblems = 100;

    private static readonly string[] Members = ["expires", "images", "paths", "reason", "rules"];

    /// <summary>Reads a list.</summary>
    internal static ListedIgnores Read(SourceTree tree, string file)
    {
        var read = tree.ReadText(file, LongestFile);
        if (!read.TryGetValue(out var source)) return new([], [new(new(file, 1, 1, 0), read.Problem!)]);
        List<DataProblem> problems = [];
        var entries = YamlReader.ReadDocuments(source, problems).Take(1).SelectMany(root => Entry(root, source, problems)).ToImmutableArray();
        return new(entries, [.. problems.Take(MostProblems)]);
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

            List<PathPattern> paths = [];
            foreach (var pattern in Texts(entry["paths"]))
            {
                var path = PathPattern.Read(pattern);
                if (path.TryGetValue(out var taken)) paths.Add(taken);
                else Tell(entry, path.Problem!);
            }

            // Half an entry might take away more than was meant.
            if (problems.Count == before) yield return new(source.Span(entry.Start, 0).Line, rules, [.. paths], [.. Texts(entry["images"]).Select(image => new ImagePattern(image))], reason, expires);
        }
    }

    private static ImmutableArray<string> Texts(DataNode? node) => node switch
    {
        DataScalar { Value.Length: > 0 } one => [one.Value],
        DataSequence many => [.. many.Nodes.Select(item => item.Text).OfType<string>().Where(text => text.Length > 0)],
        _ => [],
    };
}
