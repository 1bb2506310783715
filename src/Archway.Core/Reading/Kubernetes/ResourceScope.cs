using System.Collections.Immutable;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Kubernetes;

/// <summary>What is known at a place in a resource: what it belongs to, and what fills the gaps in its texts.</summary>
internal sealed record ResourceScope
{
    /// <summary>What is known outside of every resource.</summary>
    internal static readonly ResourceScope Outside = new();

    /// <summary>The resource, as a person names it.</summary>
    internal string? Workload { get; private init; }

    /// <summary>The name of the container within it.</summary>
    internal string? Container { get; private init; }

    /// <summary>The system of the nodes that a pod selects, where that is Windows; null elsewhere.</summary>
    internal string? Platform { get; private init; }

    /// <summary>How the container or its pod asks for GPUs; null where neither does.</summary>
    internal string? Gpu { get; private init; }

    /// <summary>The resource's API group; empty where there is none.</summary>
    internal string Group { get; private init; } = "";

    /// <summary>Whether the resource gives values to something that it installs.</summary>
    internal bool IsRelease { get; private init; }

    /// <summary>Whether the resource tells of machines, whose images are none of containers.</summary>
    internal bool IsOfMachines { get; private init; }

    /// <summary>What gives an image that is written without a tag one.</summary>
    internal TagBeside TagBeside { get; private init; }

    private TemplateParameters Template { get; init; } = TemplateParameters.None;

    // One for each use of the resource, where others use it.
    private ImmutableArray<ResourceParameters> Parameters { get; init; } = [ResourceParameters.None];

    /// <summary>What is known within a resource; an OpenShift template fills its own objects.</summary>
    internal ResourceScope OfResource(DataNode resource) => this with
    {
        Workload = Resource.NameOf(resource),
        Container = null,
        Platform = null,
        Gpu = null,
        Group = Resource.GroupOf(resource),
        IsRelease = Resource.IsRelease(resource),
        IsOfMachines = Resource.IsOfMachines(resource),
        TagBeside = Resource.TagBesideImage(resource),
        Template = resource["parameters"] is DataSequence own && resource["objects"] is not null ? new(own.Nodes) : Template,
    };

    /// <summary>What is known within a container.</summary>
    internal ResourceScope OfContainer(DataNode container) => OfMapping(container) with
    {
        Container = container["name"]?.Text,
        Gpu = GpuAsk.OfContainer(container) ?? Gpu,
    };

    /// <summary>What is known within any other mapping.</summary>
    internal ResourceScope OfMapping(DataNode mapping)
    {
        if (GpuAsk.OfPod(mapping) is { } gpu) return (this with { Gpu = gpu }).OfPlainMapping(mapping);
        return OfPlainMapping(mapping);
    }

    private ResourceScope OfPlainMapping(DataNode mapping)
    {
        if (mapping["nodeSelector"] is DataMapping labels && (labels["kubernetes.io/os"] ?? labels["beta.kubernetes.io/os"])?.Text == "windows")
            return (this with { Platform = "windows" }).WithParameters(mapping);
        return WithParameters(mapping);
    }

    private ResourceScope WithParameters(DataNode mapping)
    {
        if (!ContainerPlaces.TakesResources(Group)) return this;
        var parameters = Parameters.Select(known => known.Within(Group, mapping)).ToImmutableArray();
        return parameters.SequenceEqual(Parameters) ? this : this with { Parameters = parameters };
    }

    /// <summary>What is known within a resource or template that others use.</summary>
    internal ResourceScope OfUses(IReadOnlyList<ResourceParameters> uses) => uses.Count == 0 ? this : this with { Parameters = [.. uses] };

    /// <summary>The texts that a text stands for in each use, with the parameters that have a value filled in.</summary>
    internal IEnumerable<Parsed<string>> Fill(Parsed<string> text) => text.TryGetValue(out var value)
        ? Parameters.Select(parameters => Parsed.Value(parameters.Fill(Template.Fill(value)))).Distinct()
        : [text];
}
