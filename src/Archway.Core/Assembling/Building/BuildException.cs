namespace Archway.Assembling.Building;

/// <summary>A build failed, or no program is there to build.</summary>
public sealed class BuildException(string message) : Exception(message);
