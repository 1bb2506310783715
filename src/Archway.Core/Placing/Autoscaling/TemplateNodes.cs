using System.Collections.Immutable;
using System.Globalization;
using Archway.Judging.Sources.Clouds;
using Archway.Judging.Sources.Nodes;
using Archway.Oci.Platforms;
using Archway.Placing.Scheduling;
using Archway.Planning.Machines;

namespace Archway.Placing.Autoscaling;

/// <summary>The nodes of a group of AWS: those that are there as the group makes them, those that may come as Cluster Autoscaler reckons with them.</summary>
/// <remarks>
/// While a group has a node, Cluster Autoscaler takes the others for its likes. At zero it makes a template of the type of instance, of the tags of the Auto
/// Scaling group, and, for a group of EKS, of what EKS tells:
/// <see href="https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md"/>.
/// </remarks>
internal static class TemplateNodes
{
    private const string Resources = AutoscalerTag.Prefix + "node-template/resources/";

    /// <summary>The nodes of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="remarks">Where what Cluster Autoscaler passes over is told.</param>
    /// <param name="most">How many nodes there may be at most.</param>
    internal static IEnumerable<Node> Of(NodeGroup group, string name, ICollection<string> remarks, int most)
    {
        var count = Math.Clamp(group.Count ?? 0, 0, most);
        var max = Math.Clamp(Math.Max(group.Most ?? Math.Max(count, 1), count), 0, most);
        var type = group.Types.IsEmpty ? null : group.Types[0].Value;
        if (type is null) remarks.Add($"{name}: its type of instance is not told, and so neither its architecture nor what it has room for");
        else if (InstanceTypes.ArchitectureOf(type) is null) remarks.Add($"{name}: the architecture of {type} is not known");
        var reckoned = Template(group, name, type, count == 0 ? remarks : []);
        // Where a script that is not read joins the nodes, the tags are all that is known of them, but what the machine says itself.
        var real = group.KnowsSettings ? Real(group, name, type) : reckoned with { Labels = With(reckoned.Labels, Generic(type)) };
        for (var i = 1; i <= max; i++)
        {
            var own = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
            Dictionary<string, string> host = new(StringComparer.Ordinal) { ["kubernetes.io/hostname"] = own };
            yield return real with
            {
                Name = own,
                IsPotential = i > count,
                Labels = With(real.Labels, host),
                // While there is a node, the others are taken for its likes.
                Reckoned = count > 0 ? null : reckoned with { Name = own, Labels = With(reckoned.Labels, host) },
            };
        }
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> labels, Dictionary<string, string> more)
    {
        Dictionary<string, string> all = new(labels, StringComparer.Ordinal);
        foreach (var (key, value) in more) all[key] = value;
        return all;
    }

    private static Node Real(NodeGroup group, string name, string? type)
    {
        var labels = Generic(type);
        AddOwn(group, name, labels);
        return Of(name, type, labels, [.. group.Taints.Select(TaintOf).OfType<Taint>()], AllocatableOf(type));
    }

    private static Node Template(NodeGroup group, string name, string? type, ICollection<string> remarks)
    {
        var (labels, taints, allocatable) = (Generic(type), ImmutableArray.CreateBuilder<Taint>(), AllocatableOf(type));
        foreach (var tag in group.Tags)
        {
            if (tag.Value is not { } value) remarks.Add($"{name}: the tag {tag.Key} has no value that is written out, and is left aside");
            else if (tag.Key.StartsWith(AutoscalerTag.Label, StringComparison.Ordinal)) labels[tag.Key[AutoscalerTag.Label.Length..]] = value;
            else if (tag.Key.StartsWith(AutoscalerTag.Taint, StringComparison.Ordinal))
            {
                if (AutoscalerTag.TaintOf(value) is var (said, effect)) taints.Add(new(tag.Key[AutoscalerTag.Taint.Length..], said, effect));
                else remarks.Add($"{name}: Cluster Autoscaler ignores the tag {tag.Key} = {value}, which has no effect (N101)");
            }
            else if (tag.Key.StartsWith(Resources, StringComparison.Ordinal))
            {
                if (Quantity.Thousandths(value) is { } amount) allocatable = allocatable.With(tag.Key[Resources.Length..], amount);
                else remarks.Add($"{name}: Cluster Autoscaler ignores the tag {tag.Key} = {value}, which is no amount");
            }
            else if (tag.Key.IndexOf("eks:", StringComparison.Ordinal) is >= 0 and var at) labels[tag.Key[(at + "eks:".Length)..]] = value;
        }

        if (group.IsManaged) OfEks(group, name, labels, taints, remarks);
        else if (group.Propagates is not null) OfEksctl(group, name, labels, remarks);
        return Of(name, type, labels, taints.ToImmutable(), allocatable);
    }

    // What EKS tells stands over the tags; its taints stand beside theirs.
    private static void OfEks(NodeGroup group, string name, Dictionary<string, string> labels, ImmutableArray<Taint>.Builder taints, ICollection<string> remarks)
    {
        AddOwn(group, name, labels);
        foreach (var taint in group.Taints)
            if (taint.HasNoValue) remarks.Add($"{name}: Cluster Autoscaler leaves out the taint {taint.Key}, which has no value at EKS (N107)");
            else if (TaintOf(taint) is { } known && !taints.Contains(known)) taints.Add(known);
    }

    private static void OfEksctl(NodeGroup group, string name, Dictionary<string, string> labels, ICollection<string> remarks)
    {
        AddOwn(group, name, labels);
        foreach (var taint in group.Taints)
            if (group.Tags.All(tag => tag.Key != AutoscalerTag.Taint + taint.Key))
                remarks.Add($"{name}: Cluster Autoscaler ignores the tag that eksctl makes of the taint {taint}, which has no effect (N106)");
    }

    private static void AddOwn(NodeGroup group, string name, Dictionary<string, string> labels)
    {
        foreach (var label in group.Labels) labels[label.Key] = label.Value ?? "";
        if (group.Kind is NodeGroupKind.Eksctl or NodeGroupKind.EksctlManaged) labels["alpha.eksctl.io/nodegroup-name"] = name;
        if (group.IsManaged) labels["eks.amazonaws.com/nodegroup"] = name;
    }

    private static Node Of(string name, string? type, Dictionary<string, string> labels, ImmutableArray<Taint> taints, ResourceAmounts allocatable)
    {
        // Cluster Autoscaler believes a label that says another architecture; the machine is what it is.
        var architecture = type is null ? labels.GetValueOrDefault(ArchitectureLabel.Name) : InstanceTypes.ArchitectureOf(type);
        return new()
        {
            Name = name,
            Group = name,
            Labels = labels,
            Taints = taints,
            Allocatable = allocatable,
            Platform = architecture is null ? null : Platform.Read($"linux/{architecture}").Value,
        };
    }

    private static Dictionary<string, string> Generic(string? type)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal) { ["kubernetes.io/os"] = "linux" };
        if (type is null) return labels;
        labels["node.kubernetes.io/instance-type"] = type;
        if (InstanceTypes.ArchitectureOf(type) is { } architecture) labels[ArchitectureLabel.Name] = architecture;
        return labels;
    }

    private static Taint? TaintOf(NodeSetting taint) => taint is { Value: { } value, Effect: { } effect } ? new(taint.Key, value, effect)
        : taint is { HasNoValue: true, Effect: { } bare } ? new(taint.Key, "", bare) : null;

    // Of a type that is not known there is room for all.
    private static ResourceAmounts AllocatableOf(string? type) => type is null ? ResourceAmounts.None : MachineTable.Embedded.Find(type)?.Allocatable ?? ResourceAmounts.None;
}
