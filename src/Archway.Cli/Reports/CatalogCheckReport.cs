using System.Collections.Immutable;
using System.Globalization;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;
using Archway.Knowing;
using Archway.Oci.Platforms;
using Spectre.Console;

namespace Archway.Cli.Reports;

/// <summary>What the catalog answered, for a person and for a program.</summary>
internal static class CatalogCheckReport
{
    internal static void Write(ImmutableArray<CatalogCheck> checks, ImmutableArray<Platform> platforms, Surroundings surroundings)
    {
        Screen screen = new(surroundings);
        foreach (var asked in checks.Chunk(platforms.Length))
        {
            var answer = asked[0].Answer;
            var about = answer.Entry is { } entry ? $"  {entry.Name}{(Word(answer.Delivery) is { } form ? ", " + form : "")}" : "";
            screen.Line(0, new(asked[0].Question.Written, Styles.Strong), new(about, Styles.Faint));
            foreach (var check in asked) WriteAnswer(screen, check);
            screen.Blank();
        }

        foreach (var platform in platforms)
        {
            List<Piece> pieces = [$"{platform}: "];
            foreach (var verdict in checks.Where(check => check.Platform == platform).CountBy(check => check.Answer.Verdict).OrderBy(count => Rank(count.Key)))
            {
                if (pieces.Count > 1) pieces.Add(", ");
                pieces.Add(new($"{verdict.Value} {Words.Of(verdict.Key)}", StyleOf(verdict.Key)));
            }

            screen.Line(0, [.. pieces]);
        }
    }

    internal static void WriteJson(ImmutableArray<CatalogCheck> checks, ImmutableArray<Platform> platforms, TextWriter output)
    {
        // Every verdict is there, so that a reader need not tell absent from none.
        SortedDictionary<string, int> summary = new(StringComparer.Ordinal);
        foreach (var verdict in Enum.GetValues<CatalogVerdict>()) summary[Words.Of(verdict)] = checks.Count(check => check.Answer.Verdict == verdict);
        CatalogCheckJson document = new(
            CatalogCheckJson.CurrentVersion, new("archway", ProgramVersion.Text),
            [.. platforms.Select(platform => platform.ToString())], [.. checks.Select(Of)], summary);
        JsonText.Write(document, ReportJson.Readable.CatalogCheckJson, output);
    }

    private static void WriteAnswer(Screen screen, CatalogCheck check)
    {
        var answer = check.Answer;
        screen.Line(2, $"{check.Platform}  ", new(Words.Of(answer.Verdict), StyleOf(answer.Verdict)), $": {answer.Because}");
        if (answer.Caution is { } caution) screen.Line(4, caution);
        foreach (var advice in answer.Remedies.Concat(answer.Remarks)) screen.Line(4, new Piece("→ " + advice, Styles.Of(ImageStatus.Update)));
        foreach (var other in check.OtherForms)
            screen.Line(4, new($"as {Word(other.Delivery)}: ", Styles.Faint), new(Words.Of(other.Verdict), StyleOf(other.Verdict)), $", {other.Because}");
        var near = string.Join(" or ", check.Near.Select(id => id + Version(check.Question)));
        if (near.Length > 0) screen.Line(4, new Piece($"→ did you mean {near}?", Styles.Of(ImageStatus.Update)));
        if (answer.Entry is { } entry)
            screen.Line(4, new Piece($"{Words.Of(answer.Confidence)} confidence, as of {Day(entry.AsOf)}, {entry.Url}", Styles.Faint));
    }

    private static CatalogAnswerJson Of(CatalogCheck check)
    {
        var answer = check.Answer;
        return new(
            check.Question.Written, check.Platform.ToString(), Words.Of(answer.Verdict), answer.Because,
            Word(answer.Delivery), answer.Since?.ToString(), answer.Caution,
            answer.Entry?.Id, answer.Entry?.Name, check.Question.Version, check.Question.Image?.ToString(),
            answer.Remedies, answer.Remarks, answer.Alternatives, answer.MovedTo, answer.PreferredTags,
            [.. check.OtherForms.Select(other => new CatalogFormJson(Word(other.Delivery)!, Words.Of(other.Verdict), other.Because, other.Since?.ToString()))],
            check.Near,
            answer.Entry?.Url, answer.Evidence, answer.Entry is null ? null : Words.Of(answer.Confidence), answer.AsOf is { } day ? Day(day) : null);
    }

    // What is asked of a name that is not there is asked again of one that is: terraform:0.13.7, terraform@0.13.7.
    private static string Version(CatalogQuestion question) => (question.Version ?? question.Image?.Tag) is { } version ? $"@{version}" : "";

    private static string? Word(Delivery? delivery) => delivery is { } form ? Words.Of(form) : null;

    private static Style StyleOf(CatalogVerdict verdict) => Styles.Of(verdict switch
    {
        CatalogVerdict.Yes => ImageStatus.Ready,
        CatalogVerdict.No => ImageStatus.Blocked,
        CatalogVerdict.Broken => ImageStatus.Broken,
        _ => ImageStatus.Unknown,
    });

    // Worst first, as in every report.
    private static int Rank(CatalogVerdict verdict) =>
        verdict switch { CatalogVerdict.Broken => 0, CatalogVerdict.No => 1, CatalogVerdict.Unknown => 2, _ => 3 };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
