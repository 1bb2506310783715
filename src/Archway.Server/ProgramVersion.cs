namespace Archway.Server;

/// <summary>The version of this program, as released; its text is written by the build.</summary>
internal static partial class ProgramVersion;
