using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Archway.Oci.Programs;

/// <summary>A program and all that it starts, so that they end together.</summary>
/// <remarks>
/// Where the system has setsid, the program leads a session of its own: what it started is ended with it even when it has ended before, and what
/// leaves that session of its own will, as a daemon does, goes on. Elsewhere its children are ended as long as it lives itself.
/// </remarks>
internal static partial class ProgramGroup
{
    private const int Kill = 9;

    // Never from the PATH: it is run before any other program.
    private static readonly string? Leader = OperatingSystem.IsLinux() ? Array.Find(["/usr/bin/setsid", "/bin/setsid"], File.Exists) : null;

    /// <summary>What is started so that <paramref name="file"/> leads a group of its own, under the process id that the start tells.</summary>
    internal static ProcessStartInfo Start(string file, IEnumerable<string> arguments) =>
        Leader is null ? new(file, arguments) : new(Leader, [file, .. arguments]);

    /// <summary>Whether a program that ended so was none that the system could start.</summary>
    internal static bool CouldNotStart(int exitCode, ReadOnlySpan<byte> error) => Leader is not null && exitCode is 126 or 127 && error.StartsWith("setsid: "u8);

    /// <summary>Ends all of the group that still runs.</summary>
    internal static void End(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself in between.
        }

        if (Leader is not null) _ = Signal(-process.Id, Kill);
    }

    // A process id below zero means the group that this process leads: https://man7.org/linux/man-pages/man2/kill.2.html
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
