using Archway.Placing.Scheduling;

namespace Archway.Planning.Packing;

/// <summary>Pods that ask for the same, as a packing counts them.</summary>
/// <param name="Requests">What each of them asks for, as it was written.</param>
/// <param name="Needs">How much of each bounded resource, in the order of the packing's resources.</param>
/// <param name="Shares">The same as shares of what a node has.</param>
/// <param name="Count">How many of them there are.</param>
internal sealed record PodClass(ResourceAmounts Requests, long[] Needs, double[] Shares, long Count);
