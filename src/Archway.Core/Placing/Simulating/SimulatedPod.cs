namespace Archway.Placing.Simulating;

/// <summary>A pod of a simulation, and what became of it.</summary>
/// <param name="Group">The workload that it is of.</param>
/// <param name="Number">Which of the workload's pods it is, from 0.</param>
/// <param name="Node">The number of the node that it landed on; null where it did not.</param>
/// <param name="OnlyNode">The number of the one node that it is for, as each pod of a DaemonSet is; null for any.</param>
/// <param name="Waits">Why it did not land although nodes would take it; null otherwise.</param>
public readonly record struct SimulatedPod(PodGroup Group, int Number, int? Node, int? OnlyNode, string? Waits);
