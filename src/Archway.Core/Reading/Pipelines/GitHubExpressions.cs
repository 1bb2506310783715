using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>The values of <c>${{ matrix.x }}</c> and <c>${{ inputs.x }}</c> as far as the workflow writes them out.</summary>
/// <remarks><see href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax"/></remarks>
internal sealed partial class GitHubExpressions(DataNode workflow, DataNode? job)
{
    // GitHub runs no more jobs of one matrix.
    private const int MostCombinations = 256;

    /// <summary>The texts that one text stands for, one for each combination of the matrix; or the reason why it has no value.</summary>
    internal IReadOnlyList<Parsed<string>> Fill(string text)
    {
        if (!text.Contains("${{", StringComparison.Ordinal)) return [Parsed.Value(text)];
        string[] keys = [.. Expression().Matches(text).Select(match => match.Groups[1].Value)
            .Where(name => name.StartsWith("matrix.", StringComparison.Ordinal)).Select(name => name["matrix.".Length..]).Distinct()];
        return [.. Combinations(keys).Select(values => PipelineVariables.Fill(text, Expression(), name => Find(name, keys, values))).Distinct()];
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

    /// <summary>The values that the matrix gives the keys together; a null where it does not tell.</summary>
    private List<string?[]> Combinations(string[] keys)
    {
        var matrix = job?["strategy"]?["matrix"];
        string?[][] listed = [.. keys.Select(key => Listed(matrix, key))];
        var included = (matrix?["include"]?.Items ?? []).Where(entry => keys.Any(key => Value(entry, key) is not null))
            .SelectMany(entry => Product([.. keys.Select((key, i) => Value(entry, key) is { } value ? [value] : listed[i])]));
        List<string?[]> all = [.. Product(listed).Concat(included).Take(MostCombinations)];
        var excluded = matrix?["exclude"]?.Items ?? [];
        all.RemoveAll(values => excluded.Any(entry => IsExcluded(entry, keys, values)));
        all.RemoveAll(values => values.Contains(null));
        return all.Count > 0 ? all : [new string?[keys.Length]];
    }

    private static string?[] Listed(DataNode? matrix, string key)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        var items = matrix?[dot < 0 ? key : key[..dot]]?.Items ?? [];
        string?[] values = [.. items.Select(item => dot < 0 ? item.Text : Value(item, key[(dot + 1)..]))];
        return values is [] ? [null] : values;
    }

    private static IEnumerable<string?[]> Product(string?[][] lists)
    {
        IEnumerable<string?[]> products = [[]];
        foreach (var list in lists) products = products.SelectMany(before => list.Select(value => (string?[])[.. before, value])).Take(MostCombinations);
        return products;
    }

    private static bool IsExcluded(DataNode entry, string[] keys, string?[] values) =>
        entry.Members.Length > 0 && entry.Members.All(member => Array.IndexOf(keys, member.Key.Value) is >= 0 and var i && values[i] == member.Value.Text);

    private static string? Value(DataNode? node, string path)
    {
        foreach (var step in path.Split('.')) node = node?[step];
        return node?.Text;
    }

    [GeneratedRegex(@"\$\{\{\s*([^{}]*?)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();
}
