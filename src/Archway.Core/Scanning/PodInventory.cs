using System.Collections.Immutable;
using Archway.Placing.Manifests;
using Archway.Placing.Simulating;
using Archway.Reading.Data;

namespace Archway.Scanning;

/// <summary>What makes pods among what was read; what many of them share is held once.</summary>
internal sealed class PodInventory
{
    private readonly Workloads _workloads = new();
    private readonly List<(ScannedPods Pods, (string Kind, string Name)? Owner)> _all = [];
    private readonly HashSet<(string Space, string Kind, string Name)> _names = [];

    /// <summary>All of it, in the order in which it was read; what something else among it makes is left out, since its maker stands for it.</summary>
    internal ImmutableArray<ScannedPods> All =>
        [.. from one in _all where one.Owner is not var (kind, name) || !_names.Contains((one.Pods.Pods.Namespace, kind, name)) select one.Pods];

    /// <summary>Adds the workloads of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="prefix">What stands before its path in reports.</param>
    /// <param name="isLive">Whether it is an object of a live cluster, which stands in no file.</param>
    internal void Add(DataDocument document, string prefix, bool isLive)
    {
        foreach (var template in PodTemplate.In(document.Source, document.Root))
        {
            _names.Add((template.Namespace, template.Kind, template.Name));
            var at = isLive ? new(document.Source.Path, 1, 1, 0) : document.Source.Span(template.Spec.Start, 0);
            _all.Add((new(_workloads.GroupOf(template), at with { File = prefix + at.File })
            {
                KeepsState = template.Kind == "StatefulSet" || (template.Spec["volumes"]?.Items ?? []).Any(volume => volume["persistentVolumeClaim"] is not null),
                Source = isLive ? null : document.Source,
            }, template.Owner));
        }
    }
}
