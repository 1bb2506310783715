using Archway.Reading.Ecs.Live;

namespace Archway.Placing.Ecs;

/// <summary>On which instances Amazon ECS places a task, as far as architectures and constraints decide; room is not looked at.</summary>
internal static class EcsCapacity
{
    /// <summary>The instances of its cluster that its launch type or its capacity providers mean.</summary>
    internal static IEnumerable<EcsInstance> Of(EcsWorkload workload, IEnumerable<EcsInstance> instances) => instances.Where(instance => workload.Providers.IsEmpty
        ? workload.LaunchType == "EXTERNAL" == IsExternal(instance)
        : instance.Provider is { } provider && workload.Providers.Contains(provider));

    /// <summary>Whether an instance takes it; null where that cannot be told.</summary>
    internal static bool? Takes(EcsInstance instance, EcsWorkload workload)
    {
        // A definition that asks for an architecture is placed where that is.
        if (workload.AsksFor is { } asked && instance.Platform is { } own && EcsInstance.PlatformOf(own.Os, asked).Architecture != own.Architecture) return false;
        bool? takes = true;
        foreach (var constraint in workload.Constraints)
        {
            var holds = PlacementExpression.Holds(constraint, instance);
            if (holds == false) return false;
            if (holds is null) takes = null;
        }

        return takes;
    }

    // What is registered with ECS Anywhere is called mi-… by Systems Manager.
    private static bool IsExternal(EcsInstance instance) => instance.Id.StartsWith("mi-", StringComparison.Ordinal);
}
