using System.Collections.Immutable;
using Archway.Judging;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Configuring.Ignoring;

/// <summary>A comment that takes findings away: <c># archway: ignore D201,D204 the vendor has no arm64 build</c>.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Line">The line whose findings it takes away: its own, or the next where it stands alone.</param>
/// <param name="Rules">The rules that it speaks of.</param>
/// <param name="Reason">Why.</param>
internal sealed record InlineIgnore(string File, int Line, ImmutableArray<string> Rules, string Reason)
{
    private const string Name = "archway:";
    private const string Word = "ignore";
    private const int MostInFile = 1000;
    private const int LongestReason = 500;
    private static readonly char[] CommentMarks = ['#', '/', '*', '-', '<', '!', '{', ';', '%', ' ', '\t'];
    private static readonly string[] Ends = ["*/}}", "*/", "-->", "#}"];

    /// <summary>The comments of a file; what is no such comment after all is told.</summary>
    internal static IEnumerable<InlineIgnore> In(SourceText source, List<DataProblem> problems)
    {
        var (text, count, end) = (source.Text, 0, 0);
        // One a line, so that a line is looked at once however long it is.
        var (at, behind) = FindMark(text, from: 0);
        for (; at >= 0 && count < MostInFile; (at, behind) = FindMark(text, end), count++)
        {
            var start = text.LastIndexOf('\n', at) + 1;
            end = text.IndexOf('\n', behind) is >= 0 and var found ? found : text.Length;
            var before = text.AsSpan(start, at - start);
            // A sentence that speaks of such comments is none.
            if (!IsComment(before)) continue;
            var place = source.Span(at, 0);
            var (rules, reason) = Parts(text[behind..end]);
            if (rules.FirstOrDefault(rule => !Findings.Rules.Contains(rule)) is { } unknown)
                problems.Add(new(place, $"there is no rule '{unknown}' to ignore; archway explain lists them"));
            else if (rules.IsEmpty || reason.Length == 0)
                problems.Add(new(place, "what is ignored takes the rules and a reason: # archway: ignore D101 the vendor has no arm64 image"));
            else
                yield return new(source.Path, before.Trim(CommentMarks).IsEmpty ? NextLine(text, end, place.Line) : place.Line, rules, reason);
        }
    }

    /// <summary>The comments of each file.</summary>
    internal static ILookup<string, InlineIgnore> ByFile(IEnumerable<InlineIgnore> ignores) => ignores.ToLookup(ignore => ignore.File, StringComparer.Ordinal);

    /// <summary>The comment that takes a finding away; null when none does.</summary>
    internal static InlineIgnore? Find(ILookup<string, InlineIgnore> ignores, Finding finding) =>
        ignores[finding.At.File].FirstOrDefault(ignore => ignore.Line == finding.At.Line && ignore.Rules.Contains(finding.Rule));

    // The space between the words may be absent.
    private static (int At, int Behind) FindMark(string text, int from)
    {
        for (var at = text.IndexOf(Name, from, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Name, at + Name.Length, StringComparison.Ordinal))
        {
            var word = at + Name.Length;
            while (word < text.Length && text[word] is ' ' or '\t') word++;
            var behind = word + Word.Length;
            if (text.AsSpan(word).StartsWith(Word, StringComparison.Ordinal) && (behind == text.Length || !char.IsLetterOrDigit(text[behind]))) return (at, behind);
        }

        return (-1, -1);
    }

    // What opens a comment stands at the beginning of a line or behind a space, and not within quotes.
    private static bool IsComment(ReadOnlySpan<char> before)
    {
        var marks = before.TrimEnd(" \t");
        var opener = marks.Length;
        while (opener > 0 && marks[opener - 1] is '#' or '/' or '*' or '-' or '<' or '!' or '{' or ';' or '%') opener--;
        if (opener == marks.Length && !marks.Trim(CommentMarks).IsEmpty) return false;
        return (marks.ContainsAny('#', '/', '-') || marks.Contains('*')) && (opener == 0 || char.IsWhiteSpace(marks[opener - 1]))
            && marks[..opener].Count('"') % 2 == 0 && marks[..opener].Count('\'') % 2 == 0;
    }

    private static (ImmutableArray<string> Rules, string Reason) Parts(string rest)
    {
        var text = rest.Trim();
        foreach (var mark in Ends)
            if (text.EndsWith(mark, StringComparison.Ordinal)) text = text[..^mark.Length].TrimEnd();
        // A list may have a space behind each comma.
        for (var comma = text.IndexOf(", ", StringComparison.Ordinal); comma > 0 && !text.AsSpan(0, comma).ContainsAny(' ', '\t'); comma = text.IndexOf(", ", StringComparison.Ordinal))
            text = text.Remove(comma + 1, 1);
        var blank = text.IndexOfAny([' ', '\t']);
        var rules = blank < 0 ? text : text[..blank];
        var reason = blank < 0 ? "" : text[blank..].Trim();
        return ([.. rules.Split(',', StringSplitOptions.RemoveEmptyEntries)], reason.Length > LongestReason ? reason[..LongestReason] + "…" : reason);
    }

    // Several comments may stand above one line.
    private static int NextLine(string text, int end, int line)
    {
        while (end < text.Length)
        {
            var start = end + 1;
            line++;
            end = text.IndexOf('\n', Math.Min(start, text.Length)) is >= 0 and var found ? found : text.Length;
            var next = text.AsSpan(Math.Min(start, text.Length), Math.Max(0, end - start));
            if (!next.IsWhiteSpace() && FindMark(next.ToString(), 0).At < 0) return line;
        }

        return line;
    }
}
