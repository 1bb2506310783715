using System.Collections.Immutable;
using System.Globalization;

namespace Archway.Planning;

/// <summary>How a wave goes, and how it goes back.</summary>
/// <param name="Canary">What is done with one workload, or one node, first.</param>
/// <param name="Rest">What is done with the others when that one runs.</param>
/// <param name="RollBack">What takes it back.</param>
public sealed record WaveSteps(ImmutableArray<string> Canary, ImmutableArray<string> Rest, ImmutableArray<string> RollBack)
{
    private const string OnArm = "kubernetes.io/arch=arm64";

    /// <summary>The steps of a wave; null for one that stays.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="wave">One of its waves.</param>
    public static WaveSteps? Of(MigrationPlan plan, Wave wave) => wave.Canary is not { } canary ? null
        : plan.Options.Target == NodeTarget.Ecs ? OfTasks(canary)
        : wave.Kind switch
        {
            WaveKind.Cluster => OfCluster(plan),
            WaveKind.Stateful => OfPods(plan, wave, canary, "take a snapshot of its volumes; they are bound to their zone, so that Arm nodes must be in it too"),
            _ => OfPods(plan, wave, canary, null),
        };

    private static WaveSteps OfCluster(MigrationPlan plan) => new(
        [
            $"make the node groups with one Arm node: {Making(plan)}",
            $"see that the node is ready and every pod on it runs: kubectl get nodes -l {OnArm}; kubectl get pods -A -o wide --field-selector spec.nodeName=NODE",
        ],
        [
            .. HasPatches(plan) ? ["make the changes of this wave's manifests (git apply patches.diff makes those of all waves) and apply them"] : (string[])[],
            .. plan.MissingDaemons.IsEmpty ? (string[])[] : ["decide of each DaemonSet that Arm nodes would lack whether they can do without it"],
        ],
        [$"kubectl drain -l {OnArm} --ignore-daemonsets --delete-emptydir-data", .. HasPatches(plan) ? ["git apply -R patches.diff, and apply the manifests again"] : (string[])[]]);

    private static WaveSteps OfPods(MigrationPlan plan, Wave wave, PlannedWorkload canary, string? before) => new(
        [
            .. before is null ? (string[])[] : [before],
            .. HasPatches(plan) ? [$"change {canary.Name} alone: git apply --include={canary.At.File} patches.diff, and apply it"] : (string[])[],
            $"{Restart(canary)}, and look where its pods run: kubectl get pods -o wide{Space(canary)}",
            "watch its errors and latency for as long as a bad release would take to show",
        ],
        wave.Workloads.Length == 1 ? []
            : [string.Create(CultureInfo.InvariantCulture, $"{(wave.Workloads.Length == 2 ? "the other" : $"the other {wave.Workloads.Length - 1}")} in the same way, {(wave.Kind == WaveKind.Stateful ? "one at a time" : "the smallest first")}; set the Arm group to {plan.Groups.Where(group => group.IsArm).Sum(group => group.Counted)} nodes before, since an autoscaler brings none while x86 machines have room")],
        [
            .. HasPatches(plan) ? [$"git apply -R --include={canary.At.File} patches.diff, and apply it"] : (string[])[],
            $"kubectl cordon -l {OnArm}, and {Restart(canary)}: its pods come up on amd64 again",
        ]);

    private static WaveSteps OfTasks(PlannedWorkload canary) => new(
        [$"give {canary.Name} the runtimePlatform {{cpuArchitecture: ARM64, operatingSystemFamily: LINUX}}, register it, and move one service to the new revision"],
        ["the other task definitions in the same way"],
        ["move the service back to the revision before: aws ecs update-service --task-definition FAMILY:REVISION"]);

    private static bool HasPatches(MigrationPlan plan) => plan.Patches.Diff.Length > 0;

    private static string Making(MigrationPlan plan) => plan.Options.Target switch
    {
        NodeTarget.Eksctl => "eksctl create nodegroup --config-file nodegroups.eksctl.yaml",
        NodeTarget.Eks or NodeTarget.ClusterAutoscaler => "aws cloudformation deploy, as nodegroups.cfn.yaml says at its head",
        NodeTarget.Karpenter => """kubectl apply -f nodepools.karpenter.yaml, and kubectl run arm-canary --image=registry.k8s.io/pause:3.10 --overrides='{"spec":{"nodeSelector":{"kubernetes.io/arch":"arm64"},"tolerations":[{"operator":"Exists"}]}}', for which Karpenter makes one""",
        NodeTarget.Kubeadm => "kubeadm join, as the files say at their head",
        _ => "sh node-pools.sh",
    };

    private static string Restart(PlannedWorkload workload) => workload.Pods is { } pods && Kind(workload) is { } kind
        ? $"kubectl rollout restart {kind}/{pods.Name}{Space(workload)}"
        : "let its next pods be made";

    private static string Space(PlannedWorkload workload) => workload.Pods?.Namespace is { Length: > 0 } space ? $" -n {space}" : "";

    private static string? Kind(PlannedWorkload workload) => workload.Name.Split('/')[0] switch
    {
        "Deployment" => "deployment",
        "StatefulSet" => "statefulset",
        "DaemonSet" => "daemonset",
        _ => null,
    };
}
