namespace Archway.Verifying.Binaries;

/// <summary>A WebAssembly module, which runs on every machine.</summary>
public sealed record WebAssemblyFile : FileContent;
