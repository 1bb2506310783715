using System.Collections.Immutable;
using Archway.Gpu.Checks;
using Archway.Judging;

namespace Archway.Gpu.Doctor;

/// <summary>Hears what one rule has to say.</summary>
/// <param name="check">The rule's check, whose cause and remedies stand where the rule knows none that fit better.</param>
internal sealed class Telling(GpuCheck check)
{
    // Of a thousand missing files the first few tell as much.
    private const int MostEvidence = 6;
    private const int LongestExcerpt = 300;

    internal List<GpuFinding> Findings { get; } = [];

    internal List<UnknownCheck> Unknown { get; } = [];

    /// <summary>GPU containers do not run for this.</summary>
    internal void Blocker(string symptom, params ImmutableArray<Evidence> evidence) => Add(Severity.Blocker, symptom, evidence, null, []);

    /// <summary>They run, by luck or not all of them.</summary>
    internal void Warning(string symptom, params ImmutableArray<Evidence> evidence) => Add(Severity.Warning, symptom, evidence, null, []);

    /// <summary>Worth knowing.</summary>
    internal void Note(string symptom, params ImmutableArray<Evidence> evidence) => Add(Severity.Note, symptom, evidence, null, []);

    /// <summary>The same with a cause or remedies that fit this host.</summary>
    internal void Add(Severity severity, string symptom, ImmutableArray<Evidence> evidence, string? cause, ImmutableArray<GpuRemedy> remedies) => Findings.Add(new(
        check, severity, symptom, [.. Bounded(evidence)], cause ?? check.Cause, remedies.IsEmpty ? check.Remedies : remedies));

    /// <summary>Whether the check was neither found to hold nor not to.</summary>
    internal bool IsLeftToOthers { get; private set; }

    /// <summary>What does not hold here is told by another check, which knows why.</summary>
    internal void LeaveToOthers() => IsLeftToOthers = true;

    /// <summary>It cannot be told whether the check holds.</summary>
    internal void NotKnown(string because) => Unknown.Add(new(check, because));

    private static IEnumerable<Evidence> Bounded(ImmutableArray<Evidence> evidence)
    {
        foreach (var one in evidence.Take(MostEvidence))
            yield return one.Excerpt.Length <= LongestExcerpt ? one : one with { Excerpt = one.Excerpt[..LongestExcerpt] + "…" };
        if (evidence.Length > MostEvidence) yield return new($"and {evidence.Length - MostEvidence} more", "");
    }
}
