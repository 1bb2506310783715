using System.Globalization;
using Archway.Cli.Terminal;
using Archway.Gpu.Explaining;

namespace Archway.Cli.Reports.Gpu;

/// <summary>What <c>archway gpu explain</c> says.</summary>
internal static class ExplanationReport
{
    // A line of a log may be a page.
    private const int LongestExcerpt = 200;

    /// <summary>What is said where nothing is known.</summary>
    internal static string Nothing(Explanation explanation) => explanation.Lines > 1
        ? string.Create(CultureInfo.InvariantCulture, $"none of the {explanation.Lines} lines holds an error that is known; archway gpu doctor examines the host itself")
        : "the text is not known; archway gpu doctor examines the host itself";

    internal static void Write(Explanation explanation, bool isLog, string format, Surroundings surroundings)
    {
        if (format == "json") ExplanationJson.Write(explanation, surroundings.Output);
        else if (format == "markdown") WriteMarkdown(explanation, isLog, surroundings.Output);
        else WriteTable(explanation, isLog, new(surroundings));
    }

    private static void WriteTable(Explanation explanation, bool isLog, Screen screen)
    {
        foreach (var error in explanation.Errors)
        {
            if (error != explanation.Errors[0]) screen.Blank();
            screen.Line(0, new($"{error.Check.Id} ", Styles.Strong), new($"({HostWords.Layer(error.Check.Layer)}) ", Styles.Faint), $"fails: {error.Check.Title}");
            if (Place(error, isLog) is { } place) Named(screen, "seen", place);
            Named(screen, "cause", error.Check.Cause);
            foreach (var step in error.Check.Remedies) Named(screen, "fix", step.Step + (HostWords.Risk(step.Risk) is { } risk ? $"  [{risk}]" : ""));
            foreach (var other in error.Alike) Named(screen, "or", $"{other.Id}, where this does not hold: {other.Title}. {other.Cause}");
        }
    }

    private static void WriteMarkdown(Explanation explanation, bool isLog, TextWriter output)
    {
        foreach (var error in explanation.Errors)
        {
            if (error != explanation.Errors[0]) output.WriteLine();
            output.WriteLine($"### {error.Check.Id} fails: {MarkdownText.Plain(error.Check.Title)}\n");
            if (Place(error, isLog) is { } place) output.WriteLine($"Seen: {MarkdownText.Code(place)}\n");
            output.WriteLine($"{MarkdownText.Plain(error.Check.Cause)}\n");
            foreach (var step in error.Check.Remedies) output.WriteLine($"1. {MarkdownText.Code(step.Step)}{(HostWords.Risk(step.Risk) is { } risk ? $" ({risk})" : "")}");
            foreach (var other in error.Alike) output.WriteLine($"\nOr {other.Id}, where this does not hold: {MarkdownText.Plain(other.Title)}. {MarkdownText.Plain(other.Cause)}");
        }
    }

    private static string? Place(ExplainedError error, bool isLog)
    {
        if (error.Line == 0) return null;
        var text = error.Text.Trim();
        var excerpt = text.Length <= LongestExcerpt ? text : text[..LongestExcerpt] + "…";
        return !isLog ? null : string.Create(CultureInfo.InvariantCulture, $"line {error.Line}{(error.Count > 1 ? $", {error.Count} times" : "")}: {excerpt}");
    }

    private static void Named(Screen screen, string name, string value) => screen.Line(2, new($"{name,-6}", Styles.Faint), value);
}
