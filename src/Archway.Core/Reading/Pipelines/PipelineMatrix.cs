using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>The values that a matrix gives variables, as far as they are written out: listed ones, <c>include</c> and <c>exclude</c>.</summary>
/// <param name="matrix">The matrix; null when there is none.</param>
internal sealed class PipelineMatrix(DataNode? matrix)
{
    // No service runs more jobs of one matrix.
    private const int MostCombinations = 256;

    /// <summary>The values that the matrix gives the keys together; one combination of nulls where it does not tell.</summary>
    internal IReadOnlyList<string?[]> Combinations(string[] keys)
    {
        string?[][] listed = [.. keys.Select(Listed)];
        var included = (matrix?["include"]?.Items ?? []).Where(entry => keys.Any(key => Value(entry, key) is not null))
            .SelectMany(entry => Product([.. keys.Select((key, i) => Value(entry, key) is { } value ? [value] : listed[i])]));
        List<string?[]> all = [.. Product(listed).Concat(included).Take(MostCombinations)];
        var excluded = matrix?["exclude"]?.Items ?? [];
        all.RemoveAll(values => excluded.Any(entry => IsExcluded(entry, keys, values)));
        all.RemoveAll(values => values.Contains(null));
        return all.Count > 0 ? all : [new string?[keys.Length]];
    }

    /// <summary>Every way to take one value of each list.</summary>
    internal static IEnumerable<string?[]> Product(string?[][] lists)
    {
        IEnumerable<string?[]> products = [[]];
        foreach (var list in lists) products = products.SelectMany(before => list.Select(value => (string?[])[.. before, value])).Take(MostCombinations);
        return products;
    }

    private string?[] Listed(string key)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        var items = matrix?[dot < 0 ? key : key[..dot]]?.Items ?? [];
        string?[] values = [.. items.Select(item => dot < 0 ? item.Text : Value(item, key[(dot + 1)..]))];
        return values is [] ? [null] : values;
    }

    private static bool IsExcluded(DataNode entry, string[] keys, string?[] values) =>
        entry.Members.Length > 0 && entry.Members.All(member => Array.IndexOf(keys, member.Key.Value) is >= 0 and var i && values[i] == member.Value.Text);

    private static string? Value(DataNode? node, string path)
    {
        foreach (var step in path.Split('.')) node = node?[step];
        return node?.Text;
    }
}
