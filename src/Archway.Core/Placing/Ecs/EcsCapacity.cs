using Archway.Reading.Ecs.Live;

namespace Archway.Placing.Ecs;

/// <summary>On which instances of a cluster Amazon ECS places tasks, as far as architectures and constraints decide; room is not looked at.</summary>
/// <param name="instances">The instances of the cluster that take tasks.</param>
internal sealed class EcsCapacity(IReadOnlyCollection<EcsInstance> instances)
{
    private readonly Dictionary<string, EcsInstance[]> _taking = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);

    /// <summary>The instances that a workload's launch type or its capacity providers mean.</summary>
    internal IEnumerable<EcsInstance> Of(EcsWorkload workload) => instances.Where(instance => workload.Providers.IsEmpty
        ? workload.LaunchType == "EXTERNAL" == IsExternal(instance)
        : instance.Provider is { } provider && workload.Providers.Contains(provider));

    /// <summary>Those of them that are known to take it. Workloads that ask for the same are looked at once.</summary>
    internal EcsInstance[] Taking(EcsWorkload workload)
    {
        var key = string.Join('\n', [workload.LaunchType, workload.AsksFor, .. workload.Providers, "", .. workload.Constraints]);
        return _taking.TryGetValue(key, out var known) ? known : _taking[key] = [.. Of(workload).Where(instance => Takes(instance, workload))];
    }

    private bool Takes(EcsInstance instance, EcsWorkload workload)
    {
        // A definition that asks for an architecture is placed where that is.
        if (workload.AsksFor is { } asked && instance.Platform is { } own && EcsInstance.PlatformOf(own.Os, asked).Architecture != own.Architecture) return false;
        return workload.Constraints.All(constraint => !_unknown.Contains(constraint) && Holds(constraint, instance));
    }

    private bool Holds(string constraint, EcsInstance instance)
    {
        try
        {
            return PlacementExpression.Holds(constraint, instance) == true;
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            // A pattern made to hurt is tried once.
            _unknown.Add(constraint);
            return false;
        }
    }

    // What is registered with ECS Anywhere is called mi-… by Systems Manager.
    private static bool IsExternal(EcsInstance instance) => instance.Id.StartsWith("mi-", StringComparison.Ordinal);
}
