namespace Archway.Reading.Hcl;

/// <summary>What names stand for, where one may be declared in several files.</summary>
internal sealed class HclNames
{
    private readonly Dictionary<string, List<HclValue>> _declared = new(StringComparer.Ordinal);

    /// <summary>Takes in a declaration, in place of those before it where it is meant to be.</summary>
    internal void Add(string name, HclValue value, bool isOverride)
    {
        if (!_declared.TryGetValue(name, out var all)) _declared[name] = all = [];
        if (isOverride) all.Clear();
        all.Add(value);
    }

    internal bool Has(string name) => _declared.ContainsKey(name);

    /// <summary>What the name stands for in a file; of several declarations that is the file's own, and null where it has none.</summary>
    internal HclValue? Find(string name, SourceText from) => _declared.GetValueOrDefault(name) switch
    {
        null => null,
        [var only] => only,
        // Folders of examples hold files that are never used together.
        var all => all.LastOrDefault(one => one.Source.Path == from.Path),
    };

    /// <summary>Why nothing was found.</summary>
    internal string Reason(string name, string what) => Has(name) ? $"several files here declare {what} {name}" : $"no {what} is called {name} here";
}
