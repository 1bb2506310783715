using System.Diagnostics;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Programs that no one here wrote, which read our reports; a test is skipped where its program is not installed.</summary>
internal static class Installed
{
    private static readonly string SarifTool = Path.Combine(
        Repository.Root, "artifacts/tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool");

    /// <summary>Runs a program of a Debian package.</summary>
    /// <returns>What it wrote; the test fails where the program did.</returns>
    internal static Task<string> RunAsync(string program, string package, params string[] arguments)
    {
        var file = Path.Combine("/usr/bin", program);
        Assert.SkipUnless(File.Exists(file), $"{program} is not installed; as root on Debian: apt-get install {package}");
        return RunAsync(file, arguments);
    }

    /// <summary>Runs a few lines of Python that use a module of a Debian package, which brings the program named.</summary>
    internal static Task<string> RunPythonAsync(string program, string package, string code, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Path.Combine("/usr/bin", program)), $"{program} is not installed; as root on Debian: apt-get install {package}");
        return RunAsync("/usr/bin/python3", ["-c", code, .. arguments]);
    }

    /// <summary>Runs Microsoft's tool for SARIF.</summary>
    internal static Task<string> RunSarifToolAsync(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(SarifTool),
            "the npm package @microsoft/sarif-multitool-linux is not installed; dotnet run build.cs -- test installs it where there is npm");
        return RunAsync(SarifTool, arguments);
    }

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        // Both are read at once: a program that fills one pipe waits until someone reads it.
        string[] written = await Task.WhenAll(run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 0, $"{program} ended with {run.ExitCode}: {string.Concat(written)}");
        return written[0];
    }
}
