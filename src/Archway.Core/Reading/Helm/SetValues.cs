using Archway.Reading.Data;

namespace Archway.Reading.Helm;

/// <summary>Values that are set one by one under dotted names, as <c>image.tag</c>, and the mapping that they make together.</summary>
/// <remarks><see href="https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set"/></remarks>
internal static class SetValues
{
    private const int MostValues = 1000;
    private const int DeepestName = 20;

    /// <summary>The values of a list of names and values.</summary>
    internal static IEnumerable<(string Name, DataScalar Value)> In(DataNode? list) =>
        from entry in list?.Items ?? []
        let name = entry["name"]?.Text
        let value = entry["value"] as DataScalar
        where name is not null && value is not null
        select (name, value);

    /// <summary>The mapping that the values make; each keeps its own place in the text.</summary>
    internal static DataNode Together(IEnumerable<(string Name, DataScalar Value)> values) =>
        Mapping([.. values.Take(MostValues).Select(value => (Parts(value.Name), value.Value)).Where(value => value.Item1.Length <= DeepestName)], 0);

    private static DataMapping Mapping(IReadOnlyList<(string[] Parts, DataScalar Value)> values, int depth) =>
        new(0, 0, [.. values.GroupBy(value => value.Parts[depth]).Select(named => new DataMember(
            new(0, 0, named.Key, IsPlain: false),
            named.Last() is var last && last.Parts.Length == depth + 1
                ? last.Value
                : Mapping([.. named.Where(value => value.Parts.Length > depth + 1)], depth + 1)))]);

    private static string[] Parts(string name) => [.. name.Replace("\\.", "\0", StringComparison.Ordinal).Split('.').Select(part => part.Replace('\0', '.'))];
}
