namespace Archway.Cli;

/// <summary>The version of this program, as released; its text is written by the build, since asking the assembly for it costs each start.</summary>
internal static partial class ProgramVersion;
