using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>The values of <c>${{ matrix.x }}</c> and <c>${{ inputs.x }}</c> as far as the workflow, and those that call it, write them out.</summary>
/// <param name="workflow">The workflow or action.</param>
/// <param name="job">The job with the matrix; null when there is none.</param>
/// <param name="calls">What each call gives the inputs.</param>
/// <remarks><see href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax"/></remarks>
internal sealed partial class GitHubExpressions(DataNode workflow, DataNode? job, Func<IReadOnlyList<GivenValues>> calls)
{
    private const string Matrix = "matrix.";
    private const string Inputs = "inputs.";
    private const int MostValues = 256;

    private readonly PipelineMatrix _matrix = new(job?["strategy"]?["matrix"]);

    /// <summary>The texts that one text stands for, one for each call and combination of the matrix; or the reason why it has no value.</summary>
    internal IReadOnlyList<Parsed<string>> Fill(string text) => text.Contains("${{", StringComparison.Ordinal)
        ? [.. FillTogether([text]).Select(filled => filled[0]).Distinct()]
        : [Parsed.Value(text)];

    /// <summary>What several texts stand for together.</summary>
    internal IEnumerable<Parsed<string>[]> FillTogether(string[] texts)
    {
        string[] names = [.. texts.SelectMany(text => Expression().Matches(text)).Select(match => match.Groups[1].Value).Distinct()];
        string[] keys = [.. names.Where(name => name.StartsWith(Matrix, StringComparison.Ordinal)).Select(name => name[Matrix.Length..])];
        var asksForInput = names.Any(name => name.StartsWith(Inputs, StringComparison.Ordinal));
        IReadOnlyList<GivenValues> given = asksForInput && calls() is { Count: > 0 } all ? all : [GivenValues.None];
        return given.SelectMany(given => _matrix.Combinations(keys).Select(values =>
            (Parsed<string>[])[.. texts.Select(text => PipelineVariables.Fill(text, Expression(), name => Find(name, keys, values, given)))]))
            .Take(MostValues);
    }

    private Parsed<string> Find(string name, string[] keys, string?[] values, GivenValues given)
    {
        if (name.StartsWith(Matrix, StringComparison.Ordinal))
            return Array.IndexOf(keys, name[Matrix.Length..]) is >= 0 and var i && values[i] is { } value
                ? Parsed.Value(value)
                : Parsed.Problem<string>($"{name} has no value that is written out in this workflow");
        return (name.StartsWith(Inputs, StringComparison.Ordinal) ? given.Find(name[Inputs.Length..]) ?? Default(name[Inputs.Length..]) : null)
            ?? Parsed.Problem<string>($"{name} has a value only when the workflow runs");
    }

    private Parsed<string>? Default(string name) =>
        (workflow["on"]?["workflow_call"]?["inputs"]?[name]?["default"]
            ?? workflow["on"]?["workflow_dispatch"]?["inputs"]?[name]?["default"])?.Text is { } value
            ? Parsed.Value(value)
            : null;

    [GeneratedRegex(@"\$\{\{\s*([^{}]*?)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();
}
