using System.Collections.Immutable;

namespace Archway.Gpu.Images.Requirements;

/// <summary>A requirement held against a host, every factor of it marked, also those that an evaluator would not come to.</summary>
/// <param name="Requirement">The requirement.</param>
/// <param name="Verdict">What the evaluator makes of it.</param>
/// <param name="Terms">Its alternatives, in their order.</param>
/// <param name="Error">What the evaluator prints where it refuses; null where it does not, or prints something that is not known.</param>
public sealed record JudgedRequirement(GpuRequirement Requirement, RequirementVerdict Verdict, ImmutableArray<JudgedTerm> Terms, string? Error);

/// <summary>An alternative of a requirement, with its factors marked.</summary>
/// <param name="Mark">How it stands as a whole.</param>
/// <param name="Factors">Its factors, in their order.</param>
public sealed record JudgedTerm(FactorMark Mark, ImmutableArray<JudgedFactor> Factors);

/// <summary>A factor of a requirement, marked.</summary>
/// <param name="Factor">The factor.</param>
/// <param name="Mark">How it stands.</param>
/// <param name="Seen">What the host has of what it asks for; null where that is not known.</param>
public sealed record JudgedFactor(RequirementFactor Factor, FactorMark Mark, string? Seen);
