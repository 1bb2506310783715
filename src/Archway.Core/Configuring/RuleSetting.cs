using System.Collections.Immutable;
using Archway.Judging;
using Archway.Oci;
using Archway.Oci.References;

namespace Archway.Configuring;

/// <summary>What someone asks of a rule: another severity, or that it be off.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Severity">How much its findings matter; null when there are to be none.</param>
public sealed record RuleSetting(string Rule, Severity? Severity)
{
    private static readonly ImmutableArray<(string Word, Severity? Severity)> Words =
        [("blocker", Judging.Severity.Blocker), ("warning", Judging.Severity.Warning), ("note", Judging.Severity.Note), ("off", null)];

    /// <summary>The severity as it is written, or <c>off</c>.</summary>
    public string Word => Words.First(one => one.Severity == Severity).Word;

    /// <summary>Reads <c>D109=off</c>.</summary>
    public static Parsed<RuleSetting> Read(string text) => text.Split('=') is [var rule, var word]
        ? Of(rule, word)
        : Parsed.Problem<RuleSetting>($"'{WrittenLogin.Hide(text)}' is not RULE=SEVERITY, as in D109=off");

    /// <summary>Reads a rule's id and the word beside it.</summary>
    internal static Parsed<RuleSetting> Of(string rule, string word)
    {
        if (!Findings.Rules.Contains(rule)) return Parsed.Problem<RuleSetting>($"there is no rule '{WrittenLogin.Hide(rule)}'{Meant(rule, Findings.Rules)}");
        var known = Words.Select(one => one.Word).ToArray();
        return Array.IndexOf(known, word) is >= 0 and var at
            ? Parsed.Value(new RuleSetting(rule, Words[at].Severity))
            : Parsed.Problem<RuleSetting>($"{rule} takes {string.Join(", ", known[..^1])} or {known[^1]}, not '{WrittenLogin.Hide(word)}'{Meant(word, known)}");
    }

    private static string Meant(string word, IEnumerable<string> known) => Spelling.Nearest(word, known) is { } near ? $"; did you mean {near}?" : "";
}
