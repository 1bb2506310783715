using System.Collections.Immutable;
using System.Globalization;
using static Archway.Planning.Files.NodeText;

namespace Archway.Planning;

/// <summary>How a wave goes, and how it goes back.</summary>
/// <param name="Canary">What is done with one workload, or one node, first.</param>
/// <param name="Rest">What is done with the others when that one runs.</param>
/// <param name="RollBack">What takes it back.</param>
public sealed record WaveSteps(ImmutableArray<string> Canary, ImmutableArray<string> Rest, ImmutableArray<string> RollBack)
{
    private const string OnArm = "kubernetes.io/arch=arm64";
    private const string OnX86 = "kubernetes.io/arch=amd64";
    private const int MostNamed = 5;

    /// <summary>The steps of a wave; null for one that stays.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="wave">One of its waves.</param>
    public static WaveSteps? Of(MigrationPlan plan, Wave wave) => !wave.Moves ? null
        : plan.Options.Target == NodeTarget.Ecs ? OfTasks(plan, wave)
        : wave.Kind == WaveKind.Cluster ? OfCluster(plan, wave)
        : OfPods(plan, wave);

    private static WaveSteps OfCluster(MigrationPlan plan, Wave wave)
    {
        var keepOff = plan.Patches.Of(null);
        var patch = plan.Patches.Of(WaveKind.Cluster);
        return new(
            [
                .. keepOff is null ? [] : (string[])[$"keep off what does not run there, before there is an Arm machine: {Applied(plan, keepOff)}"],
                .. MissingBelow(plan).Select(one => $"see to {one.Name} first, without which no Arm machine becomes ready: {one.Because}{(one.ToDo is { } todo ? $"; {todo}" : "")}"),
                $"make the node groups with one Arm node: {Making(plan)}",
                $"see that the node is ready and every pod on it runs: kubectl get nodes -l {OnArm}; kubectl get pods -A -o wide --field-selector spec.nodeName=NODE",
            ],
            [
                .. patch is null ? [] : (string[])[$"what runs on every node: {Applied(plan, patch)}"],
                .. wave.Workloads.Where(one => one.IsLive && !one.IsOfDaemon).Take(MostNamed).Select(one => Placed(plan, one)),
                .. plan.MissingDaemons.IsEmpty ? [] : (string[])["decide of each DaemonSet that Arm nodes would lack whether they can do without it"],
                .. IsArmOnly(plan) ? (string[])[$"kubectl cordon -l {OnX86}, so that whatever is made anew comes up on Arm machines"] : [],
            ],
            [
                .. IsArmOnly(plan) ? (string[])[$"kubectl uncordon -l {OnX86}"] : [],
                $"kubectl drain -l {OnArm} --ignore-daemonsets --delete-emptydir-data",
                .. patch is null ? [] : (string[])[Reversed(plan, patch)],
            ]);
    }

    private static WaveSteps OfPods(MigrationPlan plan, Wave wave)
    {
        var canary = wave.Canary!;
        var patch = plan.Patches.Of(wave.Kind);
        return new(
            [
                .. wave.Kind == WaveKind.Stateful ? (string[])["take a snapshot of its volumes; they are bound to their zone, so that Arm nodes must be in it too"] : [],
                .. Room(plan),
                .. First(plan, wave, patch, canary),
                $"look where its pods run: kubectl get pods -o wide{Space(canary)}",
                "watch its errors and latency for as long as a bad release would take to show",
            ],
            [
                .. Others(plan, wave, patch),
                .. IsArmOnly(plan) && plan.Waves.Last(one => one.Moves) == wave
                    ? (string[])[$"when all of it runs: kubectl drain -l {OnX86} --ignore-daemonsets --delete-emptydir-data, and take the x86 groups away"] : [],
            ],
            [
                .. patch is null ? [] : (string[])[Reversed(plan, patch)],
                canary.RunsOnAmd64
                    ? $"kubectl cordon -l {OnArm}{(IsArmOnly(plan) ? $", kubectl uncordon -l {OnX86}" : "")}, and {Again(canary)}: its pods come up on amd64 again"
                    : $"{canary.Name} is not known to run on amd64, so that nothing of it goes back: take the image before it",
            ]);
    }

    // What is changed where it is written is rolled out by that; what is not, by hand.
    private static IEnumerable<string> First(MigrationPlan plan, Wave wave, PatchStep? patch, PlannedWorkload canary)
    {
        if (canary.IsLive) yield return Placed(plan, canary);
        else if (patch?.Files.Contains(canary.At.File) == true)
        {
            var beside = wave.Workloads.Where(one => one != canary && one.At.File == canary.At.File).ToArray();
            yield return $"git apply {plan.Patches.FileOf(patch)}, and apply {Word(canary.At.File)} first, which changes {canary.Name}{(beside.Length == 0 ? " alone" : $", and with it {Named(beside)}")}";
            if (!canary.IsRolledOut) yield return Again(canary);
        }
        else yield return Again(canary);
    }

    private static IEnumerable<string> Others(MigrationPlan plan, Wave wave, PatchStep? patch)
    {
        if (wave.Workloads.Length > 1)
        {
            var others = wave.Workloads.Length == 2 ? "the other" : string.Create(CultureInfo.InvariantCulture, $"the other {wave.Workloads.Length - 1}");
            var files = patch?.Files.Except([wave.Canary!.At.File]).ToArray() ?? [];
            yield return $"{others} in the same way, {(wave.Kind == WaveKind.Stateful ? "one at a time" : "the smallest first")}{(files.Length == 0 ? "" : $": apply {Several(files.Select(Word))}")}";
        }

        var fixedOnes = wave.Workloads.Where(one => one.Kind is "Job" or "Pod" && one != wave.Canary).ToArray();
        if (fixedOnes.Length > 0) yield return $"an API server changes no pod where it is: kubectl replace --force for {Named(fixedOnes)}";
        if (plan.Options.Target == NodeTarget.Karpenter && !IsArmOnly(plan)) yield return $"kubectl uncordon -l {OnX86}";
    }

    // Schedulers fill machines that are there before anything brings others, whatever pods would rather have.
    private static IEnumerable<string> Room(MigrationPlan plan)
    {
        if (plan.Options.Target == NodeTarget.Kubeadm || IsArmOnly(plan)) yield break;
        if (plan.Options.Target == NodeTarget.Karpenter) yield return $"kubectl cordon -l {OnX86}, since Karpenter makes no Arm machine while x86 ones have room";
        else if (plan.Groups.Where(group => group.TakesMoved).Sum(group => group.Counted) is > 0 and var nodes)
            yield return string.Create(CultureInfo.InvariantCulture, $"set the Arm group to {nodes} {(nodes == 1 ? "node" : "nodes")}, since an autoscaler brings none while x86 machines have room");
    }

    private static WaveSteps OfTasks(MigrationPlan plan, Wave wave)
    {
        var canary = wave.Canary!;
        return new(
            [
                .. plan.Waves.First(one => one.Moves) != wave ? [] : (string[])
                [
                    "where tasks run on machines of your own and not on Fargate: deploy capacity.cfn.yaml, and attach its providers to the cluster, both as it says at its head",
                ],
                $"give {canary.Name} the runtimePlatform {{cpuArchitecture: ARM64, operatingSystemFamily: LINUX}}{(canary.IsLive ? "" : " (archway fix --rule E101 --rule E102 writes it)")}, register it, and move one service to the new revision",
            ],
            wave.Workloads.Length == 1 ? [] : ["the other task definitions in the same way"],
            ["move the service back to the revision before: aws ecs update-service --task-definition FAMILY:REVISION"]);
    }

    private static bool IsArmOnly(MigrationPlan plan) => plan.Choice.Strategy == PlanStrategy.ArmOnly;

    // Kubelets wait for what gives them a network, and pods for what gives them names.
    private static IEnumerable<PlannedWorkload> MissingBelow(MigrationPlan plan) =>
        plan.Workloads.Where(one => one is { IsOfDaemon: true, IsAddOn: true } && one.Readiness != Readiness.Ready).Take(MostNamed);

    private static string Applied(MigrationPlan plan, PatchStep step) => $"git apply {plan.Patches.FileOf(step)}, and apply {Several(step.Files.Select(Word))}";

    private static string Reversed(MigrationPlan plan, PatchStep step) => $"git apply -R {plan.Patches.FileOf(step)}, and apply {Several(step.Files.Select(Word))}";

    // A live object is changed by whoever may; placing reads what runs and keeps what is written.
    private static string Placed(MigrationPlan plan, PlannedWorkload workload)
    {
        if (workload.Pods is not { } pods || !workload.IsRolledOut) return Again(workload);
        var taints = plan.Groups.Where(group => group.TakesMoved).SelectMany(group => group.AllTaints).Distinct();
        return $"where {workload.Name} is written, or for the time being: kubectl get {KindOf(workload)} {Word(pods.Name)}{Space(workload)} -o yaml | archway place"
            + $"{(IsArmOnly(plan) ? "" : " --prefer arm64:100")}{string.Concat(taints.Select(taint => $" --toleration {Word(taint.ToString())}"))} | kubectl apply -f -, and {Again(workload)}";
    }

    private static string Making(MigrationPlan plan) => plan.Options.Target switch
    {
        NodeTarget.Eksctl => "eksctl create nodegroup --config-file nodegroups.eksctl.yaml",
        NodeTarget.Eks or NodeTarget.ClusterAutoscaler => "aws cloudformation deploy, as nodegroups.cfn.yaml says at its head",
        NodeTarget.Karpenter => """kubectl apply -f nodepools.karpenter.yaml, and kubectl run arm-canary --image=registry.k8s.io/pause:3.10 --overrides='{"spec":{"nodeSelector":{"kubernetes.io/arch":"arm64"},"tolerations":[{"operator":"Exists"}]}}', for which Karpenter makes one; kubectl delete pod arm-canary ends it""",
        NodeTarget.Kubeadm => "kubeadm join, as the files say at their head",
        _ => "sh node-pools.sh",
    };

    private static string Again(PlannedWorkload workload) => workload.Pods is not { } pods ? "let its next tasks be started"
        : workload.IsRolledOut ? $"kubectl rollout restart {KindOf(workload)}/{Word(pods.Name)}{Space(workload)}"
        : workload.Kind == "CronJob" ? $"let the next run of {workload.Name} come" : $"let the pods of {workload.Name} be made anew";

    private static string Space(PlannedWorkload workload) => workload.Pods?.Namespace is { Length: > 0 } space ? $" -n {Word(space)}" : "";

    private static string KindOf(PlannedWorkload workload) => workload.Kind.ToLowerInvariant();

    private static string Named(PlannedWorkload[] workloads) => Several(workloads.Select(one => one.Name));

    private static string Several(IEnumerable<string> words)
    {
        string[] all = [.. words];
        return string.Join(", ", all.Take(MostNamed)) + (all.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {all.Length - MostNamed} more") : "");
    }
}
