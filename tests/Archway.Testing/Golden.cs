using System.Runtime.CompilerServices;
using Xunit;

namespace Archway.Testing;

/// <summary>Files that hold what a run printed when someone last read it and agreed.</summary>
public static class Golden
{
    /// <summary>Compares with <c>NAME.golden</c> beside the calling test; with ARCHWAY_ACCEPT set it writes that file instead.</summary>
    public static void Equal(string name, string actual, [CallerFilePath] string testFile = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(testFile)!, name + ".golden");
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ARCHWAY_ACCEPT")))
        {
            File.WriteAllText(file, actual);
            return;
        }

        Assert.True(File.Exists(file), $"there is no {file}; write it with: dotnet run build.cs -- accept");
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
