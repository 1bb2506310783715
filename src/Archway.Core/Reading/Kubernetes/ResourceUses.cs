using System.Runtime.CompilerServices;
using Archway.Reading.Data;

namespace Archway.Reading.Kubernetes;

/// <summary>What resources that name each other give each other's parameters: Tekton's tasks and pipelines, Argo's templates.</summary>
internal sealed class ResourceUses
{
    private const int MostNamesakes = 500;

    // Read once for all the resources of a target.
    private static readonly ConditionalWeakTable<SourceTree, ResourceUses> OfTrees = [];

    private readonly Lazy<ILookup<ResourcePlace, ResourceUse>> _uses;
    private readonly UseGraph<ResourcePlace, ResourceParameters> _given;

    private ResourceUses(SourceTree tree)
    {
        _uses = new(() => Resolve(ResourceIndex.Of(tree)));
        _given = new(
            place => _uses.Value[place].SelectMany(use => At(use.Within, use.Way).SelectMany(outer => outer.Into(use))).DistinctBy(given => given.Signature),
            ResourceParameters.Unknown);
    }

    /// <summary>What each use of the resource or template at a place gives it; nothing where nothing uses it.</summary>
    internal static IReadOnlyList<ResourceParameters> Of(DataNode node, ReadingContext context)
    {
        var uses = OfTrees.GetValue(context.Tree, tree => new(tree));
        ResourcePlace place = new(context.Source.Path, node.Start);
        foreach (var use in uses._uses.Value[place]) context.Tree.HasFile(use.Within.Place.File);
        return uses._given.Of(place);
    }

    /// <summary>What is known at a place within a resource or template, in each use of it.</summary>
    private IEnumerable<ResourceParameters> At(ResourceDefinition definition, IEnumerable<DataNode> way)
    {
        IEnumerable<ResourceParameters> known = _given.Of(definition.Place) is { Count: > 0 } given ? given
            : definition.Owner is { } owner ? At(owner, definition.Way)
            : [ResourceParameters.None];
        return known.Select(parameters => way.Aggregate(parameters, (outer, mapping) => outer.Within(definition.Group, mapping)));
    }

    private static ILookup<ResourcePlace, ResourceUse> Resolve(ResourceIndex index)
    {
        var byName = index.Definitions.ToLookup(definition => (definition.Kind, definition.Name, definition.Owner?.Place));
        return index.Uses.SelectMany(use => Named(use).Select(definition => (definition.Place, use))).ToLookup(pair => pair.Place, pair => pair.use);

        IEnumerable<ResourceDefinition> Named(ResourceUse use) => use switch
        {
            { Template: { } template, Name: null } => byName[(ResourceIndex.Template, template, (use.Within.Owner ?? use.Within).Place)].Take(1),
            { Template: { } template, Name: { } name } =>
                Nearest(byName[(use.Kind, name, null)], use).SelectMany(owner => byName[(ResourceIndex.Template, template, owner.Place)].Take(1)),
            { Name: { } name } => Nearest(byName[(use.Kind, name, null)], use),
            _ => [],
        };
    }

    /// <summary>Of resources with the same name, those that are meant: in the same file, or else with the most folders in common.</summary>
    private static IEnumerable<ResourceDefinition> Nearest(IEnumerable<ResourceDefinition> namesakes, ResourceUse use)
    {
        (ResourceDefinition Definition, int Common)[] found =
            [.. namesakes.Take(MostNamesakes).Select(definition => (definition, Common(definition.Place.File, use.Within.Place.File)))];
        return found.Where(one => one.Common == found.Max(other => other.Common)).Select(one => one.Definition);
    }

    private static int Common(string one, string other)
    {
        if (one == other) return int.MaxValue;
        var length = one.AsSpan().CommonPrefixLength(other);
        return one.AsSpan(0, length).Count('/');
    }
}
