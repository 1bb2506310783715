using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Archway.Bench;

/// <summary>The single files that <c>build.cs</c> publishes before it runs the bench.</summary>
internal static class Published
{
    /// <summary>The program as it ships.</summary>
    internal static string Archway => Path.Combine(Root(), "artifacts", "publish", "linux-x64", "archway");

    /// <summary>A program that does nothing, published the same way.</summary>
    internal static string Empty => Path.Combine(Root(), "artifacts", "publish", "empty", "Empty");

    /// <summary>Whether they can be run here.</summary>
    internal static bool AreHere => OperatingSystem.IsLinux() && File.Exists(Archway) && File.Exists(Empty);

    /// <summary>A run of the program, with a cache of its own and none of the user's settings.</summary>
    internal static ProcessStartInfo Start(string home, params string[] arguments)
    {
        ProcessStartInfo start = new(Archway, arguments);
        start.Environment.Clear();
        start.Environment["HOME"] = home;
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        return start;
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath("../..", Path.GetDirectoryName(path)!);
}
