using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>The values of <c>${{ matrix.x }}</c> and <c>${{ inputs.x }}</c> as far as the workflow writes them out.</summary>
/// <remarks><see href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax"/></remarks>
internal sealed partial class GitHubExpressions(DataNode workflow, DataNode? job)
{
    private readonly PipelineMatrix _matrix = new(job?["strategy"]?["matrix"]);

    /// <summary>The texts that one text stands for, one for each combination of the matrix; or the reason why it has no value.</summary>
    internal IReadOnlyList<Parsed<string>> Fill(string text)
    {
        if (!text.Contains("${{", StringComparison.Ordinal)) return [Parsed.Value(text)];
        string[] keys = [.. Expression().Matches(text).Select(match => match.Groups[1].Value)
            .Where(name => name.StartsWith("matrix.", StringComparison.Ordinal)).Select(name => name["matrix.".Length..]).Distinct()];
        return [.. _matrix.Combinations(keys).Select(values => PipelineVariables.Fill(text, Expression(), name => Find(name, keys, values))).Distinct()];
    }

    private Parsed<string> Find(string name, string[] keys, string?[] values)
    {
        if (name.StartsWith("matrix.", StringComparison.Ordinal))
            return values[Array.IndexOf(keys, name["matrix.".Length..])] is { } value
                ? Parsed.Value(value)
                : Parsed.Problem<string>($"{name} has no value that is written out in this workflow");
        if (name.StartsWith("inputs.", StringComparison.Ordinal) && Input(name["inputs.".Length..]) is { } input) return Parsed.Value(input);
        return Parsed.Problem<string>($"{name} has a value only when the workflow runs");
    }

    private string? Input(string name) =>
        (workflow["on"]?["workflow_call"]?["inputs"]?[name]?["default"] ?? workflow["on"]?["workflow_dispatch"]?["inputs"]?[name]?["default"])?.Text;

    [GeneratedRegex(@"\$\{\{\s*([^{}]*?)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();
}
