using System.Collections.Immutable;
using Archway.Reading.Data;

namespace Archway.Reading.Kubernetes;

/// <summary>Where a resource or a part of one begins.</summary>
internal readonly record struct ResourcePlace(string File, int Start);

/// <summary>A resource, or a template within one, that others may use by its name.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Group">The resource's API group.</param>
/// <param name="Kind">The kind, one name for those of a namespace and those of a cluster.</param>
/// <param name="Name">The name.</param>
/// <param name="Owner">The resource that has the template; null for a resource.</param>
/// <param name="Way">The mappings that lead from the owner to the template.</param>
internal sealed record ResourceDefinition(
    ResourcePlace Place, string Group, string Kind, string? Name, ResourceDefinition? Owner, ImmutableArray<DataNode> Way);

/// <summary>A place in a resource that uses another, or a template.</summary>
/// <param name="Within">The resource or template that holds the place.</param>
/// <param name="Way">The mappings that lead from it to the place.</param>
/// <param name="Kind">The kind of what is used.</param>
/// <param name="Name">The name of the resource used; null for a template of the same resource.</param>
/// <param name="Template">The name of the template used; null where a whole resource is.</param>
/// <param name="Given">The parameters given.</param>
/// <param name="Items">The list for whose items the use is repeated.</param>
internal sealed record ResourceUse(
    ResourceDefinition Within, ImmutableArray<DataNode> Way, string Kind, string? Name, string? Template, DataNode? Given, DataNode? Items = null)
{
    /// <summary>Whether a workflow begins here, so that its own parameters are what is given.</summary>
    internal bool IsEntry { get; init; }
}
