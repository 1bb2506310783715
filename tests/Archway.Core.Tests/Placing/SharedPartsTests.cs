using System.Collections.Immutable;
using Archway.Placing.Constraining;
using Archway.Placing.Images;
using Archway.Placing.Manifests;
using Archway.Reading;
using Archway.Reading.Data;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Core.Tests.Placing;

/// <summary>What stands behind an anchor is others' too: who is left, or not spoken of, means what it meant before.</summary>
public sealed class SharedPartsTests
{
    private const string Affinity = "{nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/os, operator: In, values: [linux]}]}]}}}";
    private const string Refused = "it shares what would be changed with others, behind an anchor or an alias";

    private static readonly Dictionary<string, ImagePlatforms> Known = new()
    {
        ["docker.io/library/amd:latest"] = KnownImage.Running("amd", "linux/amd64"),
        ["docker.io/library/arm:latest"] = KnownImage.Running("arm", "linux/arm64"),
        ["docker.io/library/both:latest"] = KnownImage.Running("both", "linux/amd64", "linux/arm64"),
    };

    // What the first pod gives a name to, and what the others then make of it; each is a way in which somebody shares.
    private static readonly string[] Firsts =
    [
        $"&base\n    affinity: {Affinity}\n    containers: [{{name: c, image: IMAGE}}]",
        $"\n    affinity: &base {Affinity}\n    containers: [{{name: c, image: IMAGE}}]",
        "&base\n    containers: [{name: c, image: IMAGE}]",
        "&base {containers: [{name: c, image: IMAGE}]}",
        "\n    tolerations: &base\n    - &one {key: dedicated, operator: Exists}\n    containers: [{name: c, image: IMAGE}]",
        "\n    tolerations:\n    - &base {key: dedicated, operator: Exists}\n    containers: [{name: c, image: IMAGE}]",
        "\n    affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [&base {matchExpressions: [{key: beta.kubernetes.io/os, operator: In, values: [linux]}]}, *base]}}}\n    containers: [{name: c, image: IMAGE}]",
        "\n    nodeSelector: &base {beta.kubernetes.io/os: linux}\n    containers: [{name: c, image: IMAGE}]",
        "\n    <<: &base {affinity: {}, restartPolicy: Always}\n    containers: [{name: c, image: IMAGE}]",
        "\n    &base containers: [{name: c, image: IMAGE}]",
    ];

    private static readonly string[] Others =
    [
        "*base", "{<<: *base, containers: [{name: c, image: IMAGE}]}", "\n    <<: *base\n    containers: [{name: c, image: IMAGE}]", "\n    affinity: *base\n    containers: [{name: c, image: IMAGE}]",
        "\n    tolerations: *base\n    containers: [{name: c, image: IMAGE}]", "\n    tolerations: [*base]\n    containers: [{name: c, image: IMAGE}]", "\n    nodeSelector: *base\n    containers: [{name: c, image: IMAGE}]",
        "\n    affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [*base]}}}\n    containers: [{name: c, image: IMAGE}]",
        "{containers: [{name: c, image: IMAGE}]}",
    ];

    private static readonly string[] Images = ["amd", "arm", "both", "unknown"];
    private static readonly string[] AllOthers = [.. from other in Others from image in Images select other.Replace("IMAGE", image, StringComparison.Ordinal)];

    private static readonly Arbitrary<(string, PlacingOptions)> Texts = (
        from first in Gen.Elements(Firsts)
        from image in Gen.Elements(Images)
        from others in Gen.Elements(AllOthers).ListOf()
        from prefers in Gen.Elements(null, "arm64")
        from tolerates in Gen.Elements(true, false)
        from asSelector in Gen.Elements(true, false)
        select (Text([first.Replace("IMAGE", image, StringComparison.Ordinal), .. others.Take(3)]),
            new PlacingOptions { Preferred = prefers, Tolerated = tolerates ? PlacingOptions.ArmTaints : [], AsNodeSelector = asSelector })).ToArbitrary();

    [Fact]
    public void A_pod_that_is_left_means_exactly_what_it_meant() => Prop.ForAll(Texts, made =>
    {
        var (text, options) = made;

        var placed = Placed(text, options);

        var (before, after) = (Specs(text), Specs(placed.Text));
        Assert.Equal(before.Length, after.Length);
        foreach (var (i, workload) in placed.Workloads.Index())
        {
            if (workload.Problem is not null) Assert.Empty(workload.Changes);
            if (workload.Changes.IsEmpty) Assert.True(before[i] == after[i], $"{workload.Workload} was changed: {before[i]}\n{after[i]}\n{text}\n{placed.Text}");
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_another_pod_takes_by_an_alias_is_not_edited()
    {
        var text = Text([$"\n    affinity: &aff {Affinity}\n    containers: [{{name: c, image: amd}}]", "\n    affinity: *aff\n    containers: [{name: c, image: arm}]"]);

        var placed = Placed(text, new());

        Assert.Equal(text, placed.Text);
        Assert.All(placed.Workloads, workload => Assert.Contains(Refused, workload.Problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_put_into_what_other_pods_merge()
    {
        var text = Text(["&base\n    containers: [{name: c, image: both}]", "\n    <<: *base\n    containers: [{name: c, image: unknown}]"]);

        var placed = Placed(text, new() { Tolerated = PlacingOptions.ArmTaints });

        Assert.Equal(text, placed.Text);
        Assert.Contains(Refused, placed.Workloads[0].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_toleration_that_is_shared_keeps_nobody_from_the_affinity()
    {
        var text = Text(["\n    tolerations: &some [{key: dedicated, operator: Exists}]\n    containers: [{name: c, image: both}]", "\n    tolerations: *some\n    containers: [{name: c, image: unknown}]"]);

        var one = Placed(text, new() { Tolerated = PlacingOptions.ArmTaints }).Workloads[0];

        Assert.Null(one.Problem);
        Assert.Equal("requires kubernetes.io/arch in amd64, arm64", Assert.Single(one.Changes));
        Assert.Contains(Refused, Assert.Single(one.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void An_anchor_that_nothing_else_uses_hinders_nothing() =>
        Assert.Null(Placed(Text([$"&base\n    affinity: &aff {Affinity}   # a & b\n    containers: [{{name: c, image: amd}}]"]), new()).Workloads.Single().Problem);

    private static PlacedManifest Placed(string text, PlacingOptions options) => PlacedManifest.Of(new("pods.yaml", text), Known, options, CancellationToken.None);

    private static string Text(IEnumerable<string> specs) => "apiVersion: v1\nkind: List\nitems:\n"
        + string.Concat(specs.Select((spec, i) => $"- apiVersion: v1\n  kind: Pod\n  metadata: {{name: p{i}}}\n  spec: {spec}\n"));

    private static ImmutableArray<string> Specs(string text)
    {
        SourceText source = new("pods.yaml", text);
        return [.. ManifestText.Documents(source, []).SelectMany(document => PodTemplate.In(source, document)).Select(template => Meaning(template.Spec))];
    }

    private static string Meaning(DataNode node) => node switch
    {
        DataMapping mapping => $"{{{string.Join(", ", mapping.Entries.Select(one => $"{one.Key.Value}: {Meaning(one.Value)}").Order(StringComparer.Ordinal))}}}",
        DataSequence sequence => $"[{string.Join(", ", sequence.Nodes.Select(Meaning))}]",
        _ => node.Text ?? "",
    };
}
