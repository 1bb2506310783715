using System.Collections.Immutable;
using Archway.Judging;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Placing.Constraining;
using Archway.Placing.Images;
using Archway.Placing.Manifests;
using Archway.Placing.Scheduling;
using Archway.Reading;
using Archway.Resolving;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Core.Tests.Placing;

/// <summary>The laws of placing in a text: what was written stays, and what stands there then means what the placer decided.</summary>
public sealed class PlacedManifestTests
{
    // However it is written: in blocks, in braces, with comments, quotes and nothing behind a colon.
    private static readonly string[] Selectors =
    [
        "", "nodeSelector: {}", "nodeSelector:", "nodeSelector: {disk: ssd}", "nodeSelector:\n  # where the disks are\n  disk: \"ssd\"", "nodeSelector: {kubernetes.io/arch: amd64}",
    ];

    private static readonly string[] Affinities =
    [
        "", "affinity: {}", "affinity:", "affinity:\n  nodeAffinity: {}", "affinity: {podAntiAffinity: {}}",
        "affinity:\n  nodeAffinity:\n    requiredDuringSchedulingIgnoredDuringExecution:\n      nodeSelectorTerms:\n      - matchExpressions:\n        - {key: zone, operator: In, values: [a]}   # one\n"
            + "      - matchFields:\n        - {key: metadata.name, operator: In, values: [node-1]}",
        "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: \"kubernetes.io/arch\", operator: NotIn, values: [\"s390x\"]}]}, {}]}}}",
        "affinity:\n  nodeAffinity:\n    preferredDuringSchedulingIgnoredDuringExecution:\n      - weight: 10\n        preference: {matchExpressions: [{key: zone, operator: Exists}]}",
    ];

    private static readonly string[] Tolerations = ["", "tolerations: []", "tolerations:\n- operator: Exists", "tolerations: [{key: \"arm\", value: \"true\"}]"];

    private static readonly Arbitrary<(string, PlacingOptions)> Texts = (
        from selector in Gen.Elements(Selectors)
        from affinity in Gen.Elements(Affinities)
        from tolerations in Gen.Elements(Tolerations)
        from isLast in Gen.Elements(true, false)
        from eol in Gen.Elements("\n", "\r\n")
        from indent in Gen.Elements(2, 3, 8)
        from prefers in Gen.Elements(null, "arm64")
        from tolerates in Gen.Elements(true, false)
        from asSelector in Gen.Elements(true, false)
        select (Written([.. isLast ? (string[])["containers: [{name: c, image: x}]", selector, affinity, tolerations] : [selector, affinity, tolerations, "containers:\n  - name: c\n    image: x"]], indent, eol),
            new PlacingOptions { Preferred = prefers, Tolerated = tolerates ? PlacingOptions.ArmTaints : [], AsNodeSelector = asSelector })).ToArbitrary();

    [Theory]
    [InlineData("amd64")]
    [InlineData("arm64")]
    [InlineData("amd64 arm64")]
    public void The_text_means_what_was_decided_and_keeps_all_that_was_written(string runs) => Prop.ForAll(Texts, made =>
    {
        var (text, options) = made;
        Dictionary<string, ImagePlatforms> known = new() { ["docker.io/library/x:latest"] = Running(runs.Split(' ')) };

        var placed = PlacedManifest.Of(new("pod.yaml", text), known, options, CancellationToken.None);

        var decided = Placer.Place(PodOf(text), PodArchitectures.Of(TemplateOf(text).Images, "linux", known), options);
        Assert.Equal(decided.Problem, placed.Workloads.Single().Problem);
        Assert.Equal(Meaning(decided.Changes.Aggregate(PodOf(text), (pod, change) => change.In(pod))), Meaning(PodOf(placed.Text)));
        Assert.True(IsWithin(text, placed.Text), $"lost of\n{text}\nin\n{placed.Text}");
        Assert.Equal(placed.Text, PlacedManifest.Of(new("pod.yaml", placed.Text), known, options, CancellationToken.None).Text);
    }).QuickCheckThrowOnFailure();

    [Theory]
    // A comment stays above what it is about.
    [InlineData("""
        spec:
          restartPolicy: Always
          # - a volume that was
          # what it runs
          # in this shop
          containers: [{name: c, image: x}]

        """, """
        spec:
          restartPolicy: Always
          affinity:
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                  - matchExpressions:
                      - key: kubernetes.io/arch
                        operator: In
                        values: [arm64]
          # - a volume that was
          # what it runs
          # in this shop
          containers: [{name: c, image: x}]

        """)]
    [InlineData("""
        spec:
          containers: [{name: c, image: x}]
          affinity:
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                # the zone of the disks
                - matchExpressions:
                  # which is a
                  - {key: zone, operator: In, values: [a]}

        """, """
        spec:
          containers: [{name: c, image: x}]
          affinity:
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                # the zone of the disks
                - matchExpressions:
                  - key: kubernetes.io/arch
                    operator: In
                    values: [arm64]
                  # which is a
                  - {key: zone, operator: In, values: [a]}

        """)]
    // What is deeper is about what stands before it.
    [InlineData("""
        spec:
          volumes:
            - name: a
            # - name: b
          containers: [{name: c, image: x}]

        """, """
        spec:
          volumes:
            - name: a
            # - name: b
          affinity:
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                  - matchExpressions:
                      - key: kubernetes.io/arch
                        operator: In
                        values: [arm64]
          containers: [{name: c, image: x}]

        """)]
    // Quotes stand where the text itself writes them.
    [InlineData("spec: {containers: [{name: c, image: x}]}\n",
        "spec: {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm64]}]}]}}}, containers: [{name: c, image: x}]}\n")]
    [InlineData("\"spec\": {\"containers\": [{\"name\": \"c\", \"image\": \"x\"}]}\n",
        "\"spec\": {\"affinity\": {\"nodeAffinity\": {\"requiredDuringSchedulingIgnoredDuringExecution\": {\"nodeSelectorTerms\": [{\"matchExpressions\": [{\"key\": \"kubernetes.io/arch\", \"operator\": \"In\", \"values\": [\"arm64\"]}]}]}}}, \"containers\": [{\"name\": \"c\", \"image\": \"x\"}]}\n")]
    [InlineData("""
        spec:
          affinity: {}
          containers: [{name: c, image: x}]

        """, """
        spec:
          affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm64]}]}]}}}
          containers: [{name: c, image: x}]

        """)]
    public void It_is_written_as_its_author_writes(string spec, string placed)
    {
        const string Head = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n";

        var text = PlacedManifest.Of(new("pod.yaml", Head + spec), new Dictionary<string, ImagePlatforms> { ["docker.io/library/x:latest"] = Running(["arm64"]) }, new(), CancellationToken.None).Text;

        Assert.Equal(Head + placed, text);
    }

    [Fact]
    public void What_would_be_no_text_without_quotes_keeps_them()
    {
        const string Pod = "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {tolerations: [], containers: [{name: c, image: x}]}}\n";

        var text = PlacedManifest.Of(new("pod.yaml", Pod), new Dictionary<string, ImagePlatforms> { ["docker.io/library/x:latest"] = Running(["arm64"]) },
            new() { Tolerated = PlacingOptions.ArmTaints }, CancellationToken.None).Text;

        Assert.Contains("{key: arm, operator: Equal, value: \"true\", effect: NoSchedule}", text, StringComparison.Ordinal);
    }

    private static ImagePlatforms Running(string[] architectures) => new(new()
    {
        Facts = new()
        {
            Image = "docker.io/library/x:latest",
            Answer = new ImageAnswer.Found(),
            Platforms = [.. architectures.Select(one => new PlatformFacts(Platform.Of("linux", one), Descriptor.Of(MediaTypes.OciManifest, "manifest"u8)))],
        },
        Targets = [new(Platform.LinuxArm64, ImageStatus.Ready, "")],
        Evidence = [],
    });

    private static string Written(string[] members, int indent, string eol) => string.Join(eol,
    [
        "# of the shop", "apiVersion: v1", "kind: Pod", "metadata: {name: p}   # the pod", "spec:",
        .. members.Where(member => member.Length > 0).SelectMany(member => member.Split('\n')).Select(line => new string(' ', indent) + line), "",
    ]);

    private static PodTemplate TemplateOf(string text)
    {
        SourceText source = new("pod.yaml", text);
        return ManifestText.Documents(source, []).SelectMany(document => PodTemplate.In(source, document)).Single();
    }

    private static Pod PodOf(string text) => PodReader.Read(TemplateOf(text).Spec, ImmutableDictionary<string, string>.Empty);

    // In no order: an expression is put before the others, which means the same.
    private static string Meaning(Pod pod) => string.Join('\n',
    [
        $"terms {(pod.RequiredTerms is { } terms ? string.Join(" or ", terms.Select(Meaning)) : "none")}",
        .. pod.NodeSelector.Select(label => $"selects {label}").Order(StringComparer.Ordinal),
        .. pod.Preferences.Select(one => $"prefers {one.Weight} {Meaning(one.Term)}").Order(StringComparer.Ordinal),
        .. pod.Tolerations.Select(one => $"tolerates {one}").Order(StringComparer.Ordinal),
    ]);

    private static string Meaning(NodeTerm term) => string.Join(" and ",
        term.Expressions.Concat(term.Fields).Select(one => $"{one.Key} {one.Operator} {string.Join(',', one.Values)}").Order(StringComparer.Ordinal));

    private static bool IsWithin(string written, string text)
    {
        var at = 0;
        foreach (var c in text)
            if (at < written.Length && written[at] == c) at++;
        return at == written.Length;
    }
}
