using System.Collections.Immutable;
using Archway.Placing.Manifests;
using Archway.Placing.Simulating;
using Archway.Reading;
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

    /// <summary>Adds the workloads of a file's document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="prefix">What stands before its path in reports.</param>
    internal void Add(DataDocument document, string prefix)
    {
        foreach (var template in PodTemplate.In(document.Source, document.Root))
        {
            var at = document.Source.Span(template.Spec.Start, 0);
            Add(template, _workloads.GroupOf(template), at with { File = prefix + at.File }, document.Source);
        }
    }

    /// <summary>Adds a workload.</summary>
    /// <param name="template">What it makes its pods of.</param>
    /// <param name="pods">The pods.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="source">The file that it can be changed in; null where it is of a live cluster.</param>
    internal void Add(PodTemplate template, PodGroup pods, SourceSpan at, SourceText? source)
    {
        _names.Add((template.Namespace, template.Kind, template.Name));
        _all.Add((new(pods, at)
        {
            KeepsState = template.KeepsState,
            IsApart = template.IsApart,
            Source = source,
        }, template.Owner));
    }
}
