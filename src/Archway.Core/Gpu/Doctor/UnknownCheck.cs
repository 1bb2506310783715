using Archway.Gpu.Checks;

namespace Archway.Gpu.Doctor;

/// <summary>A check that could not be made.</summary>
/// <param name="Check">The check.</param>
/// <param name="Because">Why not, to stand behind <c>since</c>.</param>
public sealed record UnknownCheck(GpuCheck Check, string Because);

/// <summary>Layers that were not looked at, since one beneath them fails.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Because">The finding beneath.</param>
public sealed record StoppedLayer(GpuLayer Layer, GpuFinding Because);
