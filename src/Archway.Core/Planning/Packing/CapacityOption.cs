using System.Numerics;
using Archway.Planning.Machines;

namespace Archway.Planning.Packing;

/// <summary>One kind of machine for pods, and what it comes to.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Packing">How many of them, and how that was counted.</param>
/// <param name="PricePerHour">What all of them cost for an hour; null where the price of one is not known.</param>
public sealed record CapacityOption(MachineType Type, PackingResult Packing, decimal? PricePerHour);

/// <summary>What one kind of machine is better by than another.</summary>
/// <param name="TooLarge">How many pods no node of it holds.</param>
/// <param name="Price">What it costs.</param>
/// <param name="Nodes">How many nodes it needs.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct CapacityRank(BigInteger TooLarge, decimal? Price, long Nodes, string Name);
