using System.Collections.Immutable;

namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>A workflow whose images are built natively, where they were built by emulation.</summary>
/// <param name="Text">Its text then.</param>
/// <param name="Remarks">What a person should know of the change: what stays as it was and why, and what runs more often now.</param>
public sealed record ConvertedWorkflow(string Text, ImmutableArray<string> Remarks);
