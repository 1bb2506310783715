using System.Collections.Immutable;
using Archway.Judging.Sources.Clouds;
using Archway.Reading;

namespace Archway.Judging.Sources.Nodes;

/// <summary>A group of nodes of AWS as it is written: what its nodes are told to be, and what others are told of them.</summary>
/// <remarks>What is worked out elsewhere is not in it, and each part says whether it is whole.</remarks>
internal sealed record NodeGroup
{
    /// <summary>How many labels, taints, tags or machines of one group are looked at; AWS allows far fewer.</summary>
    internal const int MostSettings = 500;

    private const int MostGroups = 1000;

    // Every rule about groups looks at the same ones, one document after the other.
    [ThreadStatic] private static (WeakReference<SourceDocument> Document, ImmutableArray<NodeGroup> Groups) _last;

    /// <summary>The file.</summary>
    internal required SourceText Source { get; init; }

    /// <summary>What it is called; null where that is not written out.</summary>
    internal string? Name { get; init; }

    /// <summary>How many nodes it is made with; null where that is not written out.</summary>
    internal int? Count { get; init; }

    /// <summary>How many nodes it may have; null where that is not written out.</summary>
    internal int? Most { get; init; }

    /// <summary>What makes it.</summary>
    internal required NodeGroupKind Kind { get; init; }

    /// <summary>The machines that it is made of.</summary>
    internal ImmutableArray<WrittenWord> Types { get; init; } = [];

    /// <summary>Whether those are all.</summary>
    internal bool KnowsTypes { get; init; }

    /// <summary>Whether each machine may have an image of its own.</summary>
    internal bool HasImages { get; init; }

    /// <summary>The kind of machine image, or the path that it is looked up by.</summary>
    internal WrittenWord? Image { get; init; }

    /// <summary>The labels that its nodes are given.</summary>
    internal ImmutableArray<NodeSetting> Labels { get; init; } = [];

    /// <summary>The taints that its nodes are given.</summary>
    internal ImmutableArray<NodeSetting> Taints { get; init; } = [];

    /// <summary>Whether those are all labels and taints.</summary>
    internal bool KnowsSettings { get; init; }

    /// <summary>The tags of its Auto Scaling group.</summary>
    internal ImmutableArray<NodeSetting> Tags { get; init; } = [];

    /// <summary>Whether those are all.</summary>
    internal bool KnowsTags { get; init; }

    /// <summary>Whether it may be at zero, where Cluster Autoscaler has no node to look at; null where that is not written out.</summary>
    internal bool? MayBeEmpty { get; init; }

    /// <summary>Whether something written here has Cluster Autoscaler scale it.</summary>
    internal bool IsAutoscaled { get; init; }

    /// <summary>The member that has eksctl make the tags of labels and taints; null where it does not.</summary>
    internal WrittenWord? Propagates { get; init; }

    /// <summary>What writes tags there that it does not have; null where that is not certain.</summary>
    internal Func<ImmutableArray<(string Key, string Value)>, Edit?> AddTags { get; init; } = _ => null;

    /// <summary>Whether AWS itself, and no script of the group's, joins its nodes to the cluster, and tells of them.</summary>
    internal bool IsManaged => Kind is NodeGroupKind.EksctlManaged or NodeGroupKind.EksNodegroup;

    /// <summary>The one architecture of its machines; null where that is not certain.</summary>
    internal string? Architecture
    {
        get
        {
            if (!KnowsTypes || Types.IsEmpty) return null;
            var all = Types.Select(type => InstanceTypes.ArchitectureOf(type.Value)).Distinct().ToArray();
            return all.Length == 1 ? all[0] : null;
        }
    }

    /// <summary>Those of a document.</summary>
    internal static ImmutableArray<NodeGroup> In(SourceDocument document)
    {
        if (_last.Document?.TryGetTarget(out var last) != true || !ReferenceEquals(last, document))
            _last = (new(document), [.. EksctlGroups.In(document).Concat(TemplateGroups.In(document)).Concat(TerraformGroups.In(document)).Concat(TerraformModuleGroups.In(document)).Take(MostGroups)]);
        return _last.Groups;
    }
}

/// <summary>What makes a group of nodes.</summary>
internal enum NodeGroupKind
{
    /// <summary>eksctl, with a script of its own.</summary>
    Eksctl,
    /// <summary>eksctl, as a node group of EKS.</summary>
    EksctlManaged,
    /// <summary>An Auto Scaling group.</summary>
    AutoScalingGroup,
    /// <summary>A node group of EKS.</summary>
    EksNodegroup,
    /// <summary>A launch template, of which groups are made.</summary>
    LaunchTemplate,
}
