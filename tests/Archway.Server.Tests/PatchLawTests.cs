using System.Text;
using System.Text.Json.Nodes;
using Archway.Placing.Constraining;
using Archway.Placing.Images;
using Archway.Placing.Manifests;
using Archway.Placing.Scheduling;
using Archway.Reading.Data;
using Archway.Server.Admission;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>The laws of a patch: it does what was decided, at the end of what is there, and nothing that is there changes.</summary>
public sealed class PatchLawTests
{
    private static readonly Gen<string> Expressions = Gen.OneOf(
        from key in Gen.Elements("kubernetes.io/arch", "beta.kubernetes.io/arch", "zone")
        from op in Gen.Elements("In", "NotIn")
        from value in Gen.Elements("amd64", "arm64", "az1")
        select $$"""{"key":"{{key}}","operator":"{{op}}","values":["{{value}}"]}""",
        Gen.Constant("""{"key":"zone","operator":"Exists"}"""));

    private static readonly Gen<string> Terms =
        from expressions in Expressions.ListOf().Select(all => string.Join(',', all.Take(3)))
        from fields in Gen.Elements("", """ "matchFields":[{"key":"metadata.name","operator":"In","values":["n1"]}],""")
        from isNull in Gen.Elements(true, false)
        select expressions.Length == 0 ? $"{{{fields}\"matchExpressions\":{(isNull ? "null" : "[]")}}}" : $"{{{fields}\"matchExpressions\":[{expressions}]}}";

    private static readonly Arbitrary<(string Spec, string[] Runs, PlacingOptions Options)> Pods = (
        from terms in Terms.ListOf().Select(all => string.Join(',', all.Take(3)))
        from affinity in Gen.Elements("", "\"affinity\":null,", "\"affinity\":{},", "\"affinity\":{\"nodeAffinity\":null},", "\"affinity\":{\"podAffinity\":{}},",
            $$$"""
            "affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{{{terms}}}]} } },
            """)
        from selector in Gen.Elements("", "\"nodeSelector\":{},", "\"nodeSelector\":{\"zone\":\"az1\"},", "\"nodeSelector\":{\"kubernetes.io/arch\":\"arm64\"},")
        from tolerations in Gen.Elements("", "\"tolerations\":[],", "\"tolerations\":null,", "\"tolerations\":[{\"key\":\"other\",\"operator\":\"Exists\"}],")
        from runs in Gen.SubListOf("amd64", "arm64", "s390x")
        from prefers in Gen.Elements(null, "arm64")
        from tolerates in Gen.Elements(true, false)
        from asSelector in Gen.Elements(true, false)
        select ($"{{{affinity}{selector}{tolerations}\"containers\":[{{\"name\":\"c\",\"image\":\"app:1\"}}]}}", runs.ToArray(),
            new PlacingOptions { Preferred = prefers, Tolerated = tolerates ? PlacingOptions.ArmTaints : [], AsNodeSelector = asSelector })).ToArbitrary();

    [Fact]
    public void A_patched_pod_is_the_pod_that_was_decided_on_and_nothing_in_it_changed() => Prop.ForAll(Pods, made =>
    {
        var (text, runs, options) = made;
        var spec = Read(text);
        var (before, architectures) = (PodReader.ReadPlace(spec), new PodArchitectures([.. runs], runs.Length == 0 ? "none in common" : null));
        var placement = Placer.Place(before, architectures, options);
        var patch = PodPatch.Of(spec, placement.Changes, hasAnnotations: false, [new("archway/placement", "told")]);
        if (patch is null) return false;

        var pod = JsonNode.Parse($$"""{"metadata":{},"spec":{{text}}}""")!;
        var changed = JsonPatch.Apply(pod, JsonNode.Parse(patch.Value.Span)!.AsArray());
        var after = PodReader.ReadPlace(Read(changed["spec"]!.ToJsonString()));
        if (changed["metadata"]!["annotations"]!["archway/placement"]!.GetValue<string>() != "told") return false;
        if (placement.Problem is not null) return JsonNode.DeepEquals(pod["spec"], changed["spec"]);
        return Placer.Place(after, architectures, options).Changes.IsEmpty && IsKept(before, after);
    }).QuickCheckThrowOnFailure();

    // What was there stands at the beginning of what is there.
    private static bool IsKept(Pod before, Pod after) =>
        (before.RequiredTerms is not { IsEmpty: false } terms || (after.RequiredTerms!.Value.Length == terms.Length
            && terms.Zip(after.RequiredTerms.Value).All(pair => pair.Second.Expressions.Select(one => one.ToString()).Take(pair.First.Expressions.Length)
                .SequenceEqual(pair.First.Expressions.Select(one => one.ToString())) && pair.First.Fields.Length == pair.Second.Fields.Length)))
        && before.NodeSelector.All(label => after.NodeSelector[label.Key] == label.Value)
        && after.Tolerations.Take(before.Tolerations.Length).SequenceEqual(before.Tolerations);

    private static DataMapping Read(string spec) =>
        ReviewReader.Read(Encoding.UTF8.GetBytes(Reviews.Of("CREATE", $$"""{"spec":{{spec}}}"""))).ValueOrThrow().Object.Spec!;
}
