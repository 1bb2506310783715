using System.Collections.Immutable;
using Archway.Placing.Constraining;
using Archway.Placing.Scheduling;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Core.Tests.Placing;

/// <summary>The laws of placing: never wider, never too narrow, and a second time nothing.</summary>
public sealed class PlacerTests
{
    private static readonly string[] Architectures = ["amd64", "arm64", "s390x"];
    private static readonly string[] Keys = [ArchitectureLabel.Name, ArchitectureLabel.OldName, "zone", "gen"];
    private static readonly Dictionary<string, string[]> Values = new()
    {
        [ArchitectureLabel.Name] = Architectures,
        [ArchitectureLabel.OldName] = Architectures,
        ["zone"] = ["a", "b"],
        ["gen"] = ["1", "2"],
    };

    private static readonly Node[] Nodes =
    [
        .. from architecture in Architectures
           from zone in Values["zone"]
           from gen in Values["gen"]
           from taint in (Taint?[])[null, .. PlacingOptions.ArmTaints, new Taint("other", "", "NoSchedule")]
           // Every node has the old label beside the new one, unless somebody took it off.
           from hasOld in (bool[])[true, false]
           select new Node
           {
               Name = $"{architecture}-{zone}-{gen}-{taint?.Key}-{hasOld}",
               Labels = new Dictionary<string, string>((KeyValuePair<string, string>[])[new(ArchitectureLabel.Name, architecture), new("zone", zone), new("gen", gen),
                   .. hasOld ? [new(ArchitectureLabel.OldName, architecture)] : Array.Empty<KeyValuePair<string, string>>()]),
               Taints = taint is null ? [] : [taint],
           },
    ];

    private static readonly Gen<ImmutableArray<LabelRequirement>> Expressions =
        (from key in Gen.Elements(Keys)
         from op in Gen.Elements(Enum.GetValues<LabelOperator>())
         from values in Gen.SubListOf(Values[key])
         select new LabelRequirement(key, op, op switch
         {
             LabelOperator.Exists or LabelOperator.DoesNotExist => [],
             LabelOperator.Gt or LabelOperator.Lt => ["1"],
             _ => values.Count == 0 ? [Values[key][0]] : [.. values],
         })).ListOf().Select(all => all.Take(3).ToImmutableArray());

    private static readonly Gen<NodeTerm> Terms = Expressions.Select(all => new NodeTerm(all, []));

    private static readonly Arbitrary<(Pod, string[], PlacingOptions)> Pods = (
        from terms in Gen.OneOf(Gen.Constant<ImmutableArray<NodeTerm>?>(null), Terms.ListOf().Select(all => (ImmutableArray<NodeTerm>?)all.Take(3).ToImmutableArray()))
        from key in Gen.Elements("", ArchitectureLabel.Name, ArchitectureLabel.OldName, "zone")
        from value in Gen.Elements(key.Length == 0 ? [""] : Values[key])
        from tolerates in Gen.Elements(true, false)
        from runs in Gen.SubListOf(Architectures)
        from prefers in Gen.Elements(null, "arm64")
        from asSelector in Gen.Elements(true, false)
        select (new Pod
        {
            RequiredTerms = terms,
            NodeSelector = key.Length == 0 ? ImmutableDictionary<string, string>.Empty : new Dictionary<string, string> { [key] = value },
            Tolerations = tolerates ? [new("other", "Exists", "", "")] : [],
        }, runs.ToArray(), new PlacingOptions { Preferred = prefers, AsNodeSelector = asSelector })).ToArbitrary();

    [Fact]
    public void A_placed_pod_takes_no_node_that_it_did_not() => Check((pod, placed, _, _) => Nodes.All(node => !Takes(placed, node) || Takes(pod, node)));

    [Fact]
    public void A_placed_pod_still_takes_every_node_that_it_took_and_that_runs_its_images() =>
        Check((pod, placed, runs, _) => Nodes.All(node => !Takes(pod, node) || !runs.Contains(node.Labels[ArchitectureLabel.Name]) || Takes(placed, node)));

    [Fact]
    public void A_placed_pod_takes_no_node_that_does_not_run_its_images_unless_it_was_left() => Check((pod, placed, runs, placement) =>
        placement.Problem is not null || Nodes.All(node => !Takes(placed, node) || runs.Contains(node.Labels[ArchitectureLabel.Name])));

    [Fact]
    public void A_second_time_nothing_is_added() => Check((_, placed, runs, placement) =>
        placement.Problem is not null || Placer.Place(placed, new([.. runs], null), placement.Options).Changes.IsEmpty);

    [Fact]
    public void With_a_toleration_new_nodes_differ_by_that_taint_alone() => Check((pod, placed, runs, _) => Nodes.All(node =>
        !Takes(placed, node) || Takes(pod, node)
        || (runs.Contains("arm64") && node.Taints is [var taint] && PlacingOptions.ArmTaints.Contains(taint) && Takes(pod, node with { Taints = [] }))),
        options => options with { Tolerated = PlacingOptions.ArmTaints });

    [Fact]
    public void An_image_that_cannot_be_read_never_narrows_placement() =>
        Assert.Empty(Placer.Place(new(), new(null, "not known"), new() { Preferred = "arm64", Tolerated = PlacingOptions.ArmTaints }).Changes);

    private sealed record Placed(string? Problem, PlacingOptions Options);

    private static void Check(Func<Pod, Pod, string[], Placed, bool> holds, Func<PlacingOptions, PlacingOptions>? with = null) => Prop.ForAll(Pods, made =>
    {
        var (pod, runs, options) = made;
        options = with?.Invoke(options) ?? options;
        var placement = Placer.Place(pod, new([.. runs], runs.Length == 0 ? "none in common" : null), options);
        var placed = placement.Changes.Aggregate(pod, (one, change) => change.In(one));
        return holds(pod, placed, runs, new(placement.Problem, options));
    }).QuickCheckThrowOnFailure();

    private static bool Takes(Pod pod, Node node) => Scheduler.WhyNot(pod, node) is null;
}
