using System.Collections.Immutable;
using Archway.Gpu.Checks;
using Archway.Judging;

namespace Archway.Gpu.Doctor;

/// <summary>Something that keeps a host from running GPU containers, or will, or is worth knowing.</summary>
/// <param name="Check">The check that does not hold.</param>
/// <param name="Severity">How much it stands in the way.</param>
/// <param name="Symptom">What is so, in one sentence.</param>
/// <param name="Evidence">What shows it.</param>
/// <param name="Cause">Why that is so, in one or two sentences.</param>
/// <param name="Remedies">What to do, in order.</param>
public sealed record GpuFinding(
    GpuCheck Check, Severity Severity, string Symptom, ImmutableArray<Evidence> Evidence, string Cause, ImmutableArray<GpuRemedy> Remedies);

/// <summary>A piece of what was looked at.</summary>
/// <param name="Place">A file, with its line where it has one, or a command.</param>
/// <param name="Excerpt">What stands there; empty where the place itself says it.</param>
public sealed record Evidence(string Place, string Excerpt);

/// <summary>A check that could not be made.</summary>
/// <param name="Check">The check.</param>
/// <param name="Because">Why not, to stand behind <c>since</c>.</param>
public sealed record UnknownCheck(GpuCheck Check, string Because);

/// <summary>Layers that were not looked at, since one beneath them fails.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Because">The finding beneath.</param>
public sealed record StoppedLayer(GpuLayer Layer, GpuFinding Because);
