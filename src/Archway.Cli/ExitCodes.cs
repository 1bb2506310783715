using System.Runtime.InteropServices;

namespace Archway.Cli;

/// <summary>What the program answers to whoever started it.</summary>
internal static class ExitCodes
{
    /// <summary>The job is done, whatever it found.</summary>
    internal const int Done = 0;

    /// <summary>A threshold that the user named with <c>--fail-on</c> was reached.</summary>
    internal const int Reached = 1;

    /// <summary>The job could not be done: usage, a file that cannot be read, a target from which nothing was read.</summary>
    internal const int Failed = 2;

    /// <summary>The user stopped it, as shells count: 128 and the number of SIGINT.</summary>
    internal const int Stopped = 130;

    /// <summary>A signal stopped it.</summary>
    internal static int StoppedBy(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 129,
        PosixSignal.SIGQUIT => 131,
        PosixSignal.SIGTERM => 143,
        _ => Stopped,
    };
}
