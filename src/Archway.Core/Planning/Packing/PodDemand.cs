using Archway.Placing.Scheduling;

namespace Archway.Planning.Packing;

/// <summary>Pods of one kind that want a place.</summary>
/// <param name="Requests">What each of them asks of its node.</param>
/// <param name="Count">How many of them there are.</param>
/// <param name="Workload">What they are of, fit to be shown.</param>
public sealed record PodDemand(ResourceAmounts Requests, long Count, string Workload);
