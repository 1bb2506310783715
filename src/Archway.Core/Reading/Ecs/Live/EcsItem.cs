using Archway.Reading.Data;

namespace Archway.Reading.Ecs.Live;

/// <summary>What reading Amazon ECS meets, one after the other.</summary>
internal abstract record EcsItem
{
    private EcsItem() { }

    /// <summary>A machine.</summary>
    /// <param name="Machine">It.</param>
    internal sealed record Instance(EcsInstance Machine) : EcsItem;

    /// <summary>A capacity provider.</summary>
    /// <param name="Capacity">It.</param>
    internal sealed record Provider(EcsProvider Capacity) : EcsItem;

    /// <summary>A service, or tasks without one.</summary>
    /// <param name="Running">It.</param>
    /// <param name="Document">Its task definition.</param>
    internal sealed record Workload(EcsWorkload Running, DataDocument Document) : EcsItem;

    /// <summary>What could not be read.</summary>
    /// <param name="Path">What.</param>
    /// <param name="Problem">Why.</param>
    internal sealed record Unread(string Path, string Problem) : EcsItem;
}
