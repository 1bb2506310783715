namespace Archway.Testing.Debian;

/// <summary>A program ended as if it had failed.</summary>
public sealed class ToolException(string message) : Exception(message);
