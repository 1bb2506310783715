using System.Collections.Immutable;
using Archway.Gpu.Checks;

namespace Archway.Gpu.Setup;

/// <summary>What is to be done on a host, in order, so that an engine gives GPUs to containers.</summary>
public sealed record SetupPlan
{
    /// <summary>The distribution, as <c>ubuntu-24.04</c>.</summary>
    public required string Distribution { get; init; }

    /// <summary>Its name for a reader.</summary>
    public required string DistributionName { get; init; }

    /// <summary>The engine, in a word.</summary>
    public required string Engine { get; init; }

    /// <summary>Its name for a reader.</summary>
    public required string EngineName { get; init; }

    /// <summary>The architecture, in Go's spelling.</summary>
    public required string Architecture { get; init; }

    /// <summary>When what it rests on was looked up.</summary>
    public required string AsOf { get; init; }

    /// <summary>What is to be said of the pair first.</summary>
    public required ImmutableArray<string> Answers { get; init; }

    /// <summary>Whether there is no way that could be stood for, which the answers explain.</summary>
    public required bool IsStopped { get; init; }

    /// <summary>The steps.</summary>
    public required ImmutableArray<SetupStep> Steps { get; init; }

    /// <summary>What older instructions say, and what stands for it.</summary>
    public required ImmutableArray<ReplacedAdvice> Replaced { get; init; }
}

/// <summary>A step of a plan.</summary>
/// <param name="Part">What it is about: engine, driver, toolkit, configure, restart, cluster, proof.</param>
/// <param name="Title">What it does.</param>
/// <param name="Why">Why, or what to heed; null where it is plain.</param>
/// <param name="Run">The commands, for a shell.</param>
/// <param name="Undo">How to take it back; null where there is nothing to.</param>
/// <param name="Risk">What it costs those who use the machine.</param>
/// <param name="IsEdit">Whether <c>--write</c> does it.</param>
public sealed record SetupStep(string Part, string Title, string? Why, string Run, string? Undo, RemedyRisk Risk, bool IsEdit);

/// <summary>Advice of older instructions.</summary>
/// <param name="Was">What they say.</param>
/// <param name="Is">What stands for it today.</param>
/// <param name="Why">Why.</param>
public sealed record ReplacedAdvice(string Was, string Is, string Why);
