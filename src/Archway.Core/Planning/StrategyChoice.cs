using System.Collections.Immutable;
using System.Globalization;

namespace Archway.Planning;

/// <summary>How pods are to be kept where they run, and why so.</summary>
/// <param name="Strategy">How; never <see cref="PlanStrategy.Auto"/>.</param>
/// <param name="Because">Why, in a sentence.</param>
public sealed record StrategyChoice(PlanStrategy Strategy, string Because)
{
    /// <summary>The strategy that was asked for, or that fits.</summary>
    /// <param name="asked">What was asked for.</param>
    /// <param name="workloads">What is to be placed.</param>
    /// <param name="target">What makes the machines.</param>
    /// <exception cref="PlanException">What was asked for cannot be: it says what is in the way.</exception>
    internal static StrategyChoice Of(PlanStrategy asked, ImmutableArray<PlannedWorkload> workloads, NodeTarget target)
    {
        PlannedWorkload[] stuck = [.. workloads.Where(one => one.Readiness != Readiness.Ready)];
        PlannedWorkload[] armOnly = [.. workloads.Where(one => one is { Readiness: Readiness.Ready, RunsOnAmd64: false })];
        if (target == NodeTarget.Ecs && asked == PlanStrategy.Taints) throw new PlanException("Amazon ECS has no taints: a task says its architecture with runtimePlatform; leave --strategy out");
        return asked switch
        {
            PlanStrategy.Auto when target == NodeTarget.Ecs => OfTasks(stuck, armOnly),
            PlanStrategy.ArmOnly when stuck.Length > 0 => throw new PlanException($"no cluster of Arm machines alone: {Several(stuck.Length)} would not run there: {Named(stuck)}"),
            PlanStrategy.MultiArch when stuck.Length > 0 => throw new PlanException(
                $"multi-arch images alone do not do: {Several(stuck.Length)} would start on Arm machines and fail there: {Named(stuck)}; labels or taints keep them off"),
            PlanStrategy.MultiArch when armOnly.Length > 0 => throw new PlanException(
                $"multi-arch images alone do not do: {Several(armOnly.Length)} run on arm64 and are not known to run on amd64: {Named(armOnly)}; labels keep them on Arm machines"),
            PlanStrategy.Auto => Fitting(workloads, stuck, armOnly),
            _ => new(asked, "it was asked for"),
        };
    }

    // A task never starts on a machine for which it was not registered.
    private static StrategyChoice OfTasks(PlannedWorkload[] stuck, PlannedWorkload[] armOnly) => stuck.Length + armOnly.Length == 0
        ? new(PlanStrategy.MultiArch, "every image runs on both; a task starts where its runtimePlatform says, and on x86 where it says nothing")
        : new(PlanStrategy.Labels, "a task starts where its runtimePlatform says, and on x86 where it says nothing, so that what does not run on Arm machines stays off them by itself");

    private static StrategyChoice Fitting(ImmutableArray<PlannedWorkload> all, PlannedWorkload[] stuck, PlannedWorkload[] armOnly)
    {
        if (stuck.Length == 0 && armOnly.Length == 0)
            return new(PlanStrategy.MultiArch, "every image runs on both, so that machines of both kinds can be mixed with nothing further to do; arm-only would do as well");
        if (stuck.Length == 0) return new(PlanStrategy.Labels, $"{Several(armOnly.Length)} run on arm64 alone and ask for it by the label; all others run on both");
        if (stuck.Count(one => one.Readiness == Readiness.Unknown) is > 0 and var unknown)
            return new(PlanStrategy.Taints, $"of {Several(unknown)} it is not known whether they run on Arm machines; a taint keeps them off without a change to them");
        return stuck.Length * 2 > all.Length
            ? new(PlanStrategy.Taints, Text($"most workloads, {stuck.Length} of {all.Length}, do not run on Arm machines yet; a taint keeps them off without a change to them"))
            : new(PlanStrategy.Labels, Text($"most workloads, {all.Length - stuck.Length} of {all.Length}, run on Arm machines; the others are told by the label to stay off"));
    }

    private static string Named(PlannedWorkload[] workloads) =>
        string.Join("; ", workloads.Take(10).Select(one => one.Because is { } because ? $"{one.Name} ({because})" : one.Name)) + (workloads.Length > 10 ? Text($"; and {workloads.Length - 10} more") : "");

    private static string Several(int count) => count == 1 ? "1 workload" : Text($"{count} workloads");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
