using Archway.Reading.Hcl;

namespace Archway.Judging.Sources.Clouds;

/// <summary>The machines with x86 processors that a Terraform file asks for by their names.</summary>
internal static class TerraformMachines
{
    // Of which resources, and where in them; the machine's image stands apart, and is for its processor as well.
    private static readonly (string Type, string? Block, string Member)[] Places =
    [
        ("aws_instance", null, "instance_type"),
        ("aws_launch_template", null, "instance_type"),
        ("aws_launch_configuration", null, "instance_type"),
        ("aws_eks_node_group", null, "instance_types"),
        ("google_compute_instance", null, "machine_type"),
        ("google_container_node_pool", "node_config", "machine_type"),
        ("azurerm_kubernetes_cluster", "default_node_pool", "vm_size"),
        ("azurerm_kubernetes_cluster_node_pool", null, "vm_size"),
    ];

    /// <summary>Each with its place, and the one that has an Arm processor; none where the file asks for such already.</summary>
    internal static IEnumerable<(int Start, int Length, string Value, string Arm)> In(HclDocument document)
    {
        HclText[] written = [.. Places.SelectMany(place =>
            TerraformResource.Of(document, place.Type).SelectMany(resource => Written(resource.Body, place.Block, place.Member)))];
        if (Array.Exists(written, machine => InstanceTypes.IsArm(machine.Value))) yield break;
        foreach (var machine in written)
            if (InstanceTypes.ArmOf(machine.Value) is { } arm) yield return (machine.Start, machine.Length, machine.Value, arm);
    }

    private static IEnumerable<HclText> Written(HclObject resource, string? block, string member) =>
        (block is null ? [resource] : HclBlocks.Of(resource, block, labels: 0).Select(one => one.Body))
            .Select(body => body[member])
            .SelectMany(value => value is HclTuple several ? several.Items.Select(TerraformResource.Written) : [TerraformResource.Written(value)])
            .OfType<HclText>();
}
