namespace Archway.Verifying.Archives;

/// <summary>An entry of an archive cannot be read; the message says why, and becomes a gap.</summary>
internal sealed class ArchiveException(string message) : Exception(message);
