using Archway.Gpu.Doctor.Facts;

namespace Archway.Gpu.Doctor;

/// <summary>What a check is held against on a host: a pure function of the snapshot.</summary>
/// <param name="Id">The check's id.</param>
/// <param name="Judge">Tells what does not hold, and what cannot be told; nothing where all is well.</param>
internal sealed record HostRule(string Id, Action<HostFacts, Telling> Judge);
