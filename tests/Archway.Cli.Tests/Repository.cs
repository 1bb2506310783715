using System.Runtime.CompilerServices;

namespace Archway.Cli.Tests;

/// <summary>The checkout the tests were built from.</summary>
internal static class Repository
{
    internal static string Root { get; } = Find();

    private static string Find([CallerFilePath] string path = "")
    {
        var folder = Path.GetDirectoryName(path)!;
        while (!File.Exists(Path.Combine(folder, "Archway.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
