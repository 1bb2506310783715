using Archway.Placing.Scheduling;

namespace Archway.Planning.Machines;

/// <summary>What a node keeps for itself of its machine.</summary>
internal static class NodeReserve
{
    internal static ResourceAmounts Leaves(MachineType type) => throw new NotSupportedException(type.Name);
}
