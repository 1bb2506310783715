using System.Collections.Immutable;

namespace Archway.Gpu.Checks;

/// <summary>Something that must hold for GPU containers to run, with why it may not and what to do then.</summary>
/// <param name="Id">Its name, such as <c>GPU-C01</c>.</param>
/// <param name="Layer">The layer that it belongs to.</param>
/// <param name="Title">What holds where all is well.</param>
/// <param name="Cause">Why it does not hold, where it does not.</param>
/// <param name="Remedies">What to do then, in order.</param>
/// <param name="Texts">Parts of the error texts that this shows as.</param>
/// <param name="LeftOut">Why no host is held against it; null where one is.</param>
public sealed record GpuCheck(
    string Id, GpuLayer Layer, string Title, string Cause, ImmutableArray<GpuRemedy> Remedies, ImmutableArray<string> Texts, string? LeftOut);

/// <summary>A step of a remedy.</summary>
/// <param name="Step">A command, or what to do in words.</param>
/// <param name="Risk">What it costs those who use the machine.</param>
public sealed record GpuRemedy(string Step, RemedyRisk Risk);

/// <summary>What a step costs those who use the machine.</summary>
public enum RemedyRisk
{
    /// <summary>Nothing that runs is touched.</summary>
    None,

    /// <summary>A container engine is started again, and with it, unless it keeps them, its containers.</summary>
    Engine,

    /// <summary>The machine is started again.</summary>
    Reboot,
}
