using System.Collections.Immutable;
using Archway.Judging.Sources.Clouds;
using Archway.Judging.Sources.Data;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Ecs;
using Archway.Reading.Hcl;
using Archway.Reading.Helm;
using Archway.Reading.Kubernetes;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>Nodes, or pods on nodes, of a machine that has an x86 processor: <c>instanceType: m5.large</c>.</summary>
internal sealed class K105InstanceTypeOfX86() : SourceRule("K105", Severity.Blocker)
{
    private const string Family = "karpenter.k8s.aws/instance-family";
    private static readonly string[] Marks = ["instance-type", "instance-family", "nstanceType", "machineType"];
    private static readonly string[] OfMachines = ["AWS::EC2::Instance", "AWS::EC2::LaunchTemplate", "AWS::AutoScaling::LaunchConfiguration",
        "AWS::EKS::Nodegroup"];

    internal override IEnumerable<SourceFinding> Check(SourceDocument document, RuleContext context) =>
        context.Lacking(Architectures.LinuxAmd64) is not { } lacking || Architectures.NameOf(lacking) != "arm64" ? []
        : document switch
        {
            DataDocument { Format: CloudFormationTemplate or KubernetesFormat or HelmValuesFormat or FleetFile } data => Check(data, lacking),
            HclDocument file => TerraformMachines.In(file)
                .Select(machine => Found(file.Source, machine.Start, machine.Length, Message(machine.Value, machine.Arm, lacking), null, lacking)),
            _ => [],
        };

    private IEnumerable<SourceFinding> Check(DataDocument document, Platform lacking)
    {
        var text = DataText.Of(document);
        foreach (var mark in Marks)
            if (text.Contains(mark, StringComparison.Ordinal)) return Places(document).Select(place => Found(document, place, lacking));
        return [];
    }

    private SourceFinding Found(DataDocument document, MachinePlace place, Platform lacking)
    {
        Fix? fix = place.Edits.IsEmpty ? null : new($"{(place.Adds ? "add" : "take")} {place.Arm}", FixSafety.Ask, place.Edits);
        return Found(document.Source, place.Written.Start, place.Written.Length, Message(place.Written.Value, place.Arm, lacking), fix, lacking) with
        {
            Needs = place.Pod is null ? [] : [.. ImagesWithin.Of(document, place.Pod).Select(image => image.Image).OfType<ImageReference>().Distinct()],
        };
    }

    private static string Message(string machine, string arm, Platform lacking) =>
        $"{machine} has an x86 processor, and so is no machine of {lacking}; with an Arm processor there is {arm}";

    private static List<MachinePlace> Places(DataDocument document) => document.Format is CloudFormationTemplate ? OfTemplate(document) : OfCluster(document);

    private static List<MachinePlace> OfCluster(DataDocument document)
    {
        var source = document.Source;
        // What AWS puts into others' buildings has no Arm processors.
        var isOfNodes = NodeResource.Is(document.Root) && document.Root["outpost"] is null;
        List<MachinePlace> places = [];
        foreach (var place in DataWalk.Places(document, document.Root, IsOfOthers))
        {
            if (place.Member?.Key.Value == "nodeSelector") places.AddRange(OfSelector(source, place));
            else if (NodeLabels.IsInstanceType(place.Node["key"]?.Text) || place.Node["key"]?.Text == Family) places.AddRange(OfExpression(source, place));
            else if (place.Node is DataMapping && isOfNodes) places.AddRange(OfGroup(source, place));
        }

        // Where some have Arm processors, the rest is meant to be of the other kind.
        return places.Exists(place => place.Arm.Length == 0) ? [] : places;
    }

    // A claim is the machine that Karpenter has made.
    private static bool IsOfOthers(DataPlace place) =>
        place.Name is "status" or "preference" || Resource.IsDefinition(place.Node) || (Resource.Is(place.Node) && place.Node["kind"]?.Text == "NodeClaim");

    private static IEnumerable<MachinePlace> OfSelector(SourceText source, DataPlace selector) =>
        from label in selector.Node.Members
        where NodeLabels.IsInstanceType(label.Key.Value) && label.Key.Start >= selector.Node.Start
        let place = Of(source, [label.Value], fixes: true)
        where place is not null
        select place with { Pod = PodAround(selector) };

    private static IEnumerable<MachinePlace> OfExpression(SourceText source, DataPlace expression)
    {
        if (expression.Node["operator"]?.Text != "In" || expression.Node["values"] is not DataSequence { Nodes: [DataScalar first, ..] } values) return [];
        if (expression.Outwards.Select(around => around.Node).FirstOrDefault(node => node is DataSequence)?.Items.Any(IsForOtherProcessors) == true) return [];
        Func<string, string?> find = expression.Node["key"]?.Text == Family ? InstanceTypes.ArmFamilyOf : InstanceTypes.ArmOf;
        if (values.Nodes.Any(value => value.Text is { } name && InstanceTypes.IsArm(name))) return [MachinePlace.OfArm(first)];
        string?[] arms = [.. values.Nodes.Select(value => value.Text is { } name ? find(name) : null)];
        // One that is of no kind that is known may serve.
        if (arms.Contains(null)) return [];
        string[] more = [.. arms.OfType<string>().Distinct()];
        var edit = DataEdits.Append(source, values, more);
        return [new(first, string.Join(" and ", more), edit is null ? [] : [edit]) { Adds = true, Pod = PodAround(expression) }];
    }

    // What asks for x86 processors by their name means its machines to have them.
    private static bool IsForOtherProcessors(DataNode beside) => beside["key"]?.Text is { } key && key is NodeLabels.Architecture or "beta.kubernetes.io/arch" && beside["operator"]?.Text == "In"
        && beside["values"] is DataSequence { Nodes.IsEmpty: false } values && !values.Nodes.Any(value => value.Text == "arm64");

    private static DataNode? PodAround(DataPlace place) => place.Outwards.Select(around => around.Node).FirstOrDefault(node => node["containers"] is not null);

    // The image of a machine is for its processor as well.
    private static IEnumerable<MachinePlace> OfGroup(SourceText source, DataPlace nodes) => nodes.Node.Members
        .Where(member => member.Key.Value is "instanceType" or "machineType" or "instanceTypes" && member.Key.Start >= nodes.Node.Start)
        .Select(member => Of(source, member.Value is DataScalar ? [member.Value] : member.Value.Items,
            fixes: nodes.Node["ami"] is null && nodes.Node["image"] is null))
        .OfType<MachinePlace>();

    private static List<MachinePlace> OfTemplate(DataDocument document)
    {
        var parameters = document.Root["Parameters"];
        List<MachinePlace> places = [];
        HashSet<int> seen = [];
        foreach (var properties in OfMachines.SelectMany(type => CloudResource.Of(document, type)).Select(resource => resource.Properties))
        {
            var types = (properties["InstanceTypes"]?.Items ?? []).Append(properties["InstanceType"]).Append(properties["LaunchTemplateData"]?["InstanceType"]);
            foreach (var type in types.OfType<DataNode>())
            {
                var name = type is { Tag: "!Ref" } ? type.Text : type["Ref"]?.Text;
                var written = name is null ? type : parameters?[name]?["Default"];
                if (written is null || !seen.Add(written.Start)) continue;
                if (name is not null && parameters![name]!["AllowedValues"]?.Items
                    .Any(one => one.Text is { } other && InstanceTypes.IsArm(other)) == true) return [];
                // The machine's image stands apart from it, and is for its processor as well.
                if (Of(document.Source, [written], fixes: false) is { } place) places.Add(place);
            }
        }

        return places.Exists(place => place.Arm.Length == 0) ? [] : places;
    }

    /// <summary>Machines of which one is taken: all of them have to have one with an Arm processor beside them for any to be named.</summary>
    private static MachinePlace? Of(SourceText source, IReadOnlyList<DataNode> machines, bool fixes)
    {
        if (machines.Count == 0 || machines.Any(machine => CloudResource.Written(machine) is null)) return null;
        DataScalar[] written = [.. machines.OfType<DataScalar>()];
        if (Array.Find(written, machine => InstanceTypes.IsArm(machine.Value)) is { } arm) return MachinePlace.OfArm(arm);
        string[] names = [.. written.Select(machine => InstanceTypes.ArmOf(machine.Value)).OfType<string>()];
        if (names.Length < written.Length) return null;
        // A list says each machine once.
        var edits = fixes && names.Distinct().Count() == names.Length
            ? written.Zip(names, (machine, name) => DataEdits.Replace(source, machine, name)).OfType<Edit>().ToImmutableArray() : [];
        return new(written[0], string.Join(" and ", names.Distinct()), edits.Length < written.Length ? [] : edits);
    }

    /// <param name="Written">The machine that is asked for, the first of several.</param>
    /// <param name="Arm">One with an Arm processor; empty where it has one itself.</param>
    /// <param name="Edits">What asks for that.</param>
    private sealed record MachinePlace(DataScalar Written, string Arm, ImmutableArray<Edit> Edits)
    {
        /// <summary>Whether it is added to the others, and does not take their place.</summary>
        internal bool Adds { get; init; }

        /// <summary>The pod that is placed there; null where nodes are made.</summary>
        internal DataNode? Pod { get; init; }

        internal static MachinePlace OfArm(DataScalar written) => new(written, "", []);
    }
}
