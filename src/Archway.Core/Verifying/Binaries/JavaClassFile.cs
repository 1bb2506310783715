namespace Archway.Verifying.Binaries;

/// <summary>Compiled Java, which runs on every machine.</summary>
public sealed record JavaClassFile : FileContent;
