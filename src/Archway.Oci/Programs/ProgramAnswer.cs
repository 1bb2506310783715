namespace Archway.Oci.Programs;

/// <summary>How a program ended, and what it wrote until then.</summary>
/// <param name="End">How it ended.</param>
/// <param name="ExitCode">Its exit code; 0 where it did not end by itself.</param>
/// <param name="Output">What it wrote to its output, within the call's bound.</param>
/// <param name="Error">The first of what it wrote to its error output, which may hold anything.</param>
internal sealed record ProgramAnswer(ProgramEnd End, int ExitCode, byte[] Output, byte[] Error);

/// <summary>How a program ended.</summary>
internal enum ProgramEnd
{
    /// <summary>By itself, with an exit code.</summary>
    Exited,

    /// <summary>It never began: the system could not start it.</summary>
    NotStarted,

    /// <summary>It was ended, since its time was over.</summary>
    TooSlow,

    /// <summary>It was ended, since it wrote more than it may.</summary>
    TooMuch,

    /// <summary>It was ended, since it held more memory than it may.</summary>
    TooLarge,
}
