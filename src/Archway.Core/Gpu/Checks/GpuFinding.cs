using System.Collections.Immutable;
using Archway.Judging;

namespace Archway.Gpu.Checks;

/// <summary>Something that keeps GPU containers from running, or will, or is worth knowing: of a host, of an image on it, or of a cluster.</summary>
/// <param name="Check">The check that does not hold.</param>
/// <param name="Severity">How much it stands in the way.</param>
/// <param name="Symptom">What is so, in one sentence.</param>
/// <param name="Evidence">What shows it.</param>
/// <param name="Cause">Why that is so, in one or two sentences.</param>
/// <param name="Remedies">What to do, in order.</param>
public sealed record GpuFinding(
    GpuCheck Check, Severity Severity, string Symptom, ImmutableArray<Evidence> Evidence, string Cause, ImmutableArray<GpuRemedy> Remedies)
{
    /// <summary>A finding with the cause and the remedies that the check has for all.</summary>
    /// <param name="check">The check's id.</param>
    /// <param name="severity">How much it stands in the way.</param>
    /// <param name="symptom">What is so, in one sentence.</param>
    /// <param name="evidence">What shows it.</param>
    internal static GpuFinding Of(string check, Severity severity, string symptom, params ImmutableArray<Evidence> evidence) =>
        GpuChecks.Find(check) is { } known
            ? new(known, severity, symptom, evidence, known.Cause, known.Remedies)
            : throw new ArgumentException($"there is no check {check}", nameof(check));
}

/// <summary>A piece of what was looked at.</summary>
/// <param name="Place">A file, with its line where it has one, a command, or a part of an image.</param>
/// <param name="Excerpt">What stands there; empty where the place itself says it.</param>
public sealed record Evidence(string Place, string Excerpt);
