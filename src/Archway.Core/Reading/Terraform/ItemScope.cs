using System.Collections.Immutable;
using Archway.Reading.Hcl;

namespace Archway.Reading.Terraform;

/// <summary>What one item of a collection is called where something is made for each of them.</summary>
internal sealed class ItemScope : HclScope
{
    // So many are made by programs; then they are as good as unknown.
    private const int MostItems = 200;
    private const string Resource = "each";

    private readonly HclScope _outer;
    private readonly ImmutableArray<string> _path;
    private readonly ImmutableArray<string> _keyPath;
    private readonly HclValue? _key;
    private readonly HclValue _value;

    private ItemScope(HclScope outer, ImmutableArray<string> keyPath, ImmutableArray<string> path, HclValue? key, HclValue value) =>
        (_outer, _keyPath, _path, _key, _value) = (outer, keyPath, path, key, value);

    internal override string Tool => _outer.Tool;

    /// <summary>
    /// A block once for each item of its <c>for_each</c>: <c>each.value</c>, or the dynamic block's own name; once as it is where they cannot be told.
    /// </summary>
    internal static IEnumerable<HclValue> Each(HclValue body, HclValue? collection, string name = Resource) =>
        Over(body, collection, [name, "key"], [name, "value"]);

    /// <summary>A for expression's result once for each item.</summary>
    internal static IEnumerable<HclValue> Each(HclValue expression, HclFor made) =>
        Over(expression.Of(made.Result), expression.Of(made.Items), [made.Names[0]], [made.Names[^1]]);

    internal override HclFound Find(string name, ImmutableArray<HclNode> steps, SourceText from) =>
        Leads(_path, name, steps) ? HclFound.Of(_value, _path.Length - 1)
        : Leads(_keyPath, name, steps) ? (_key is null ? HclFound.Not("an item of a list has no name") : HclFound.Of(_key, _keyPath.Length - 1))
        : _outer.Find(name, steps, from);

    private static IEnumerable<HclValue> Over(HclValue body, HclValue? collection, ImmutableArray<string> keyPath, ImmutableArray<string> path) =>
        Items(collection, isSet: path[0] == Resource)?.Take(MostItems + 1).ToList() is not { Count: <= MostItems } items ? [body]
        : items.Select(item => body with { Scope = new ItemScope(body.Scope, keyPath, path, item.Key, item.Value) });

    // Whether a list has been made a set, whose items are their own keys, is not told here; for_each of a resource takes no other.
    private static IEnumerable<(HclValue? Key, HclValue Value)>? Items(HclValue? collection, bool isSet) =>
        collection is not null && HclEvaluation.Follow(collection).Value is { } all
            ? all.Node switch
            {
                HclObject members => members.Entries.Select(member =>
                    ((HclValue?)all.Of(new HclText(member.Value.Start, 0, member.Name)), all.Of(member.Value))),
                HclTuple list => list.Items.Select(item => (isSet ? all.Of(item) : null, all.Of(item))),
                _ => null,
            }
            : null;

    private static bool Leads(ImmutableArray<string> path, string name, ImmutableArray<HclNode> steps) =>
        path[0] == name && (path.Length == 1 || NameAt(steps, 0) == path[1]);
}
