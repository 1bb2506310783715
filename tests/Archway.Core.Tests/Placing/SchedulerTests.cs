using System.Collections.Immutable;
using Archway.Placing.Manifests;
using Archway.Placing.Scheduling;
using Archway.Reading;
using Archway.Reading.Data;
using Xunit;

namespace Archway.Core.Tests.Placing;

/// <summary>The meaning of what pods say of nodes, as the scheduler has it, and what an API server refuses.</summary>
public sealed class SchedulerTests
{
    private static readonly Node Arm = new()
    {
        Name = "arm-1",
        Labels = new Dictionary<string, string> { ["kubernetes.io/arch"] = "arm64", ["gen"] = "7", ["word"] = "x", ["empty"] = "" },
    };

    [Theory]
    [InlineData("{key: gen, operator: In, values: ['6', '7']}", true)]
    [InlineData("{key: gen, operator: In, values: ['07']}", false)]
    [InlineData("{key: none, operator: In, values: ['']}", false)]
    [InlineData("{key: empty, operator: In, values: ['']}", true)]
    [InlineData("{key: gen, operator: NotIn, values: ['7']}", false)]
    [InlineData("{key: none, operator: NotIn, values: ['7']}", true)]
    [InlineData("{key: gen, operator: Exists}", true)]
    [InlineData("{key: none, operator: Exists}", false)]
    [InlineData("{key: none, operator: DoesNotExist}", true)]
    [InlineData("{key: empty, operator: DoesNotExist}", false)]
    [InlineData("{key: gen, operator: Gt, values: ['6']}", true)]
    [InlineData("{key: gen, operator: Gt, values: ['007']}", false)]
    [InlineData("{key: gen, operator: Lt, values: ['008']}", true)]
    [InlineData("{key: word, operator: Lt, values: ['9']}", false)]
    [InlineData("{key: none, operator: Gt, values: ['0']}", false)]
    [InlineData("{key: gen, operator: Gt, values: [six]}", false)]
    public void An_operator_means_what_it_means_to_the_scheduler(string expression, bool matches) =>
        Assert.Equal(matches, Scheduler.WhyNot(Affinity($"[{{matchExpressions: [{expression}]}}]"), Arm) is null);

    [Theory]
    [InlineData("[{}]", false)]
    [InlineData("[{matchExpressions: []}]", false)]
    [InlineData("[{}, {matchExpressions: [{key: gen, operator: Exists}]}]", true)]
    [InlineData("[{matchExpressions: [{key: none, operator: Exists}]}, {matchExpressions: [{key: gen, operator: Exists}]}]", true)]
    [InlineData("[{matchExpressions: [{key: none, operator: Exists}, {key: gen, operator: Exists}]}]", false)]
    [InlineData("[{matchFields: [{key: metadata.name, operator: In, values: [arm-1]}]}]", true)]
    [InlineData("[{matchFields: [{key: metadata.name, operator: NotIn, values: [arm-1]}]}]", false)]
    [InlineData("[{matchExpressions: [{key: gen, operator: Gt, values: [six]}]}, {matchFields: [{key: metadata.name, operator: In, values: [arm-1]}]}]", true)]
    public void Terms_are_ored_and_an_empty_one_takes_nothing(string terms, bool matches) =>
        Assert.Equal(matches, Scheduler.WhyNot(Affinity(terms), Arm) is null);

    [Theory]
    [InlineData("", "arm=true:NoSchedule", false)]
    [InlineData("", "arm=true:PreferNoSchedule", true)]
    [InlineData("", "arm=true:NoExecute", false)]
    [InlineData("{key: arm, value: 'true'}", "arm=true:NoSchedule", true)]
    [InlineData("{key: arm, operator: Equal, value: 'false'}", "arm=true:NoSchedule", false)]
    [InlineData("{key: arm, operator: Equal}", "arm:NoSchedule", true)]
    [InlineData("{key: arm, operator: Exists, effect: NoExecute}", "arm=true:NoSchedule", false)]
    [InlineData("{key: arm, operator: Exists}", "arm=true:NoExecute", true)]
    [InlineData("{operator: Exists}", "arm=true:NoSchedule", true)]
    [InlineData("{operator: Exists, effect: NoSchedule}", "arm=true:NoExecute", false)]
    [InlineData("{key: arm, operator: Exists, effect: NoExecute, tolerationSeconds: 0}", "arm=true:NoExecute", true)]
    [InlineData("{key: arm, operator: Gt, value: '1'}", "arm=2:NoSchedule", false)]
    [InlineData("", "node.kubernetes.io/not-ready:NoExecute", true)]
    public void A_toleration_covers_what_it_covers(string toleration, string taint, bool accepted) =>
        Assert.Equal(accepted, Scheduler.WhyNot(Read($"tolerations: [{toleration}]"), Arm with { Taints = [Taint.Read(taint).ValueOrThrow()] }) is null);

    [Fact]
    public void A_cordoned_node_takes_who_tolerates_that()
    {
        Assert.NotNull(Scheduler.WhyNot(Read(""), Arm with { IsUnschedulable = true }));
        Assert.Null(Scheduler.WhyNot(Read("tolerations: [{key: node.kubernetes.io/unschedulable, operator: Exists}]"), Arm with { IsUnschedulable = true }));
    }

    [Theory]
    [InlineData("containers: [{resources: {requests: {cpu: '1', memory: 1Gi}}}, {resources: {requests: {cpu: 500m}}}]", "cpu", 1500)]
    [InlineData("containers: [{resources: {limits: {cpu: '2'}}}]", "cpu", 2000)]
    [InlineData("containers: [{resources: {requests: {cpu: '1'}}}], initContainers: [{resources: {requests: {cpu: '3'}}}]", "cpu", 3000)]
    [InlineData("containers: [{resources: {requests: {cpu: '1'}}}], initContainers: [{restartPolicy: Always, resources: {requests: {cpu: '1'}}}, {resources: {requests: {cpu: 2500m}}}]", "cpu", 3500)]
    [InlineData("containers: [{resources: {requests: {cpu: '1'}}}], overhead: {cpu: 250m}", "cpu", 1250)]
    [InlineData("containers: [{resources: {requests: {cpu: '1'}}}], resources: {requests: {cpu: '4'}}", "cpu", 4000)]
    [InlineData("containers: [{resources: {requests: {memory: 1.5Ki}}}]", "memory", 1536)]
    [InlineData("containers: [{resources: {requests: {cpu: 20k}}}]", "cpu", 20_000_000)]
    [InlineData("containers: [{resources: {requests: {cpu: 1e3}}}]", "cpu", 1_000_000)]
    [InlineData("containers: [{resources: {requests: {cpu: 100u}}}]", "cpu", 1)]
    [InlineData("containers: [{resources: {requests: {memory: 9E9}}}]", "memory", 9_000_000_000)]
    public void Requests_add_up_as_the_scheduler_adds_them(string spec, string resource, long amount) =>
        Assert.Equal(amount, Read($"{{{spec}}}").Requests.Find(resource));

    [Theory]
    [InlineData("nodeSelector: {gpu: true}", "nodeSelector[gpu]")]
    [InlineData("nodeSelector: {gpu: '-2'}", "nodeSelector[gpu]")]
    [InlineData("nodeSelector: {'a b': x}", "label")]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}}", "at least one")]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In}]}]}}}", "values")]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists, values: [b]}]}]}}}", "Forbidden")]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Gt, values: ['-2']}]}]}}}", "values[0]")]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: spec.x, operator: In, values: [a]}]}]}}}", "field selector key")]
    [InlineData("affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 0, preference: {}}]}}", "1-100")]
    [InlineData("tolerations: [{operator: Equal, value: x}]", "must be Exists")]
    [InlineData("tolerations: [{key: a, operator: Exists, value: x}]", "must be empty")]
    [InlineData("tolerations: [{key: a, operator: Lt, value: '1'}]", "Unsupported")]
    [InlineData("tolerations: [{key: a, operator: Exists, effect: NoSchedule, tolerationSeconds: 5}]", "NoExecute")]
    [InlineData("tolerations: [{key: a, effect: Never}]", "Unsupported")]
    [InlineData("topologySpreadConstraints: [{maxSkew: 0, topologyKey: a, whenUnsatisfiable: DoNotSchedule}]", "maxSkew")]
    [InlineData("overhead: {cpu: lots}", "quantity")]
    public void What_an_API_server_refuses_is_said(string spec, string said) =>
        Assert.Contains(PodRules.Broken(Spec($"{{{spec}, containers: [{{name: c, image: x}}]}}")), problem => problem.Contains(said, StringComparison.Ordinal));

    [Theory]
    [InlineData("affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: a, operator: Gt, values: ['-2']}]}}]}}")]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{}]}}}")]
    [InlineData("tolerations: [{operator: Exists}]")]
    [InlineData("nodeSelector: {gpu: 'true', empty: ''}")]
    public void What_an_API_server_takes_is_not_refused(string spec) =>
        Assert.Empty(PodRules.Broken(Spec($"{{{spec}, containers: [{{name: c, image: x}}]}}")));

    [Fact]
    public void A_thousand_containers_and_an_absurd_affinity_are_read_in_bounded_time()
    {
        var terms = string.Join(", ", Enumerable.Repeat("{matchExpressions: [{key: gen, operator: Gt, values: ['9']}]}", 5_000));
        var containers = string.Join(", ", Enumerable.Range(0, 1_000).Select(i => $"{{name: c{i}, image: x, resources: {{requests: {{cpu: 1m}}}}}}"));

        var spec = Spec($"{{affinity: {{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: [{terms}]}}}}}}, containers: [{containers}]}}");

        Assert.Empty(PodRules.Broken(spec));
        Assert.Contains("none of 5000 terms", Scheduler.WhyNot(PodReader.Read(spec, ImmutableDictionary<string, string>.Empty), Arm), StringComparison.Ordinal);
    }

    private static Pod Affinity(string terms) => Read($"affinity: {{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: {terms}}}}}}}");

    private static Pod Read(string spec) => PodReader.Read(Spec(spec.Length == 0 ? "{}" : spec), ImmutableDictionary<string, string>.Empty);

    private static DataNode Spec(string text) => YamlReader.ReadDocuments(new SourceText("pod.yaml", text), []).Single();
}
