using Archway.Reading.Hcl;

namespace Archway.Reading.Builds;

/// <summary>The targets of a bake file, each with what it inherits.</summary>
/// <remarks><see href="https://docs.docker.com/build/bake/inheritance/"/></remarks>
internal sealed class BakeTargets
{
    // A target may inherit from others without end, and each of them again.
    private const int MostInherited = 100;
    private const int MostGroups = 1000;

    private readonly Dictionary<string, HclObject> _bodies = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inherited = new(StringComparer.Ordinal);
    private readonly HashSet<string> _grouped = new(StringComparer.Ordinal) { "default" };
    private readonly Func<HclNode, HclValue> _value;

    internal BakeTargets(HclObject file, Func<HclNode, HclValue> value)
    {
        _value = value;
        foreach (var (labels, body) in HclBlocks.Of(file, "target", 1)) _bodies[labels[0]] = body;
        foreach (var body in _bodies.Values) _inherited.UnionWith(Names(body["inherits"]));
        foreach (var (_, group) in HclBlocks.Of(file, "group", 1).Take(MostGroups)) _grouped.UnionWith(Names(group["targets"]));
    }

    /// <summary>Whether a target is there for others to inherit from, and is not built itself.</summary>
    internal bool IsTemplate(string name) => _inherited.Contains(name) && !_grouped.Contains(name);

    /// <summary>A target's attributes behind those that it inherits: the last of a name counts, and of maps all.</summary>
    internal HclObject WithInherited(HclObject body)
    {
        List<HclObject> chain = [];
        AddParents(body, chain, []);
        return chain.Count == 0 ? body : new(body.Start, body.Length, [.. chain.Append(body).SelectMany(one => one.Entries)]);
    }

    private void AddParents(HclObject body, List<HclObject> chain, HashSet<string> entered)
    {
        foreach (var name in Names(body["inherits"]))
        {
            if (!_bodies.TryGetValue(name, out var parent) || entered.Count >= MostInherited || !entered.Add(name)) continue;
            // What a target inherits from comes before it, so that it outranks them.
            AddParents(parent, chain, entered);
            chain.Add(parent);
        }
    }

    private IEnumerable<string> Names(HclNode? list) =>
        list is not null && HclEvaluation.Follow(_value(list)).Value is { Node: HclTuple names } all
            ? names.Items.Select(name => HclEvaluation.Text(all.Of(name)).Value).OfType<string>()
            : [];
}
