namespace Archway.Verifying.Binaries;

/// <summary>A zip archive: a jar, a wheel, an Android package. What is in it is for others to read.</summary>
public sealed record ZipFile : FileContent;
