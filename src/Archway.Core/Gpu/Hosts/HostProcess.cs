using System.Collections.Immutable;

namespace Archway.Gpu.Hosts;

/// <summary>A program of the few looked for that runs on a host.</summary>
/// <param name="Name">Its name, as the kernel has it.</param>
/// <param name="Id">Its number.</param>
/// <param name="Started">When it was started, in seconds since 1970; null where that was not told.</param>
/// <param name="Options">Those of its options that name its configuration; no others are kept.</param>
public sealed record HostProcess(string Name, int Id, long? Started, ImmutableArray<string> Options);

/// <summary>An installed package of the few looked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, as its system writes it.</param>
/// <param name="System">Whose word that is: <c>dpkg</c> or <c>rpm</c>.</param>
public sealed record HostPackage(string Name, string Version, string System);
