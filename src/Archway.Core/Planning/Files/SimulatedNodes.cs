using System.Globalization;
using System.Text;
using Archway.Placing.Scheduling;
using static Archway.Planning.Files.NodeText;

namespace Archway.Planning.Files;

/// <summary>The groups as <c>archway simulate</c> reads them.</summary>
internal static class SimulatedNodes
{
    internal static PlanFile Of(NodePlan plan)
    {
        StringBuilder text = new("# What the plan's nodes will be: archway simulate --nodes nodes.yaml FILE…\ngroups:\n");
        foreach (var group in plan.Groups)
            text.Append($"""
                  - name: {Quote(group.Name)}
                    labels: {Map(LabelsOf(group))}
                    taints: {List(group.AllTaints.Select(taint => taint.ToString()))}
                    allocatable: {Map(group.Allocatable.All.Select(one => KeyValuePair.Create(one.Key, Amount(one.Key, one.Value))))}
                    count: {Number(group.Counted)}
                    max: {Number(Math.Max(1, group.Max))}

                """.ReplaceLineEndings("\n"));
        return new("nodes.yaml", text.ToString(), "the nodes as archway simulate reads them");
    }

    private static IEnumerable<KeyValuePair<string, string>> LabelsOf(NodeGroup group) =>
        [new(ArchitectureLabel.Name, group.Architecture), new("kubernetes.io/os", "linux"), new("node.kubernetes.io/instance-type", group.MachineTypes[0]), .. group.Labels];

    private static string Amount(string resource, long amount) => amount.ToString(CultureInfo.InvariantCulture) + (resource == "cpu" ? "m" : "");
}
