using System.Diagnostics;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Validation by Python's jsonschema, which no one here wrote.</summary>
internal static class Schema
{
    private const string Program = "/usr/bin/jsonschema";

    internal static void Validate(string schema, string instance)
    {
        var (exitCode, problems) = Run(schema, instance);
        Assert.True(exitCode == 0, problems);
    }

    internal static void Refuses(string schema, string instance) => Assert.NotEqual(0, Run(schema, instance).ExitCode);

    // It also prints that the command itself is deprecated; the exit code alone is the answer.
    private static (int ExitCode, string Problems) Run(string schema, string instance)
    {
        Assert.SkipUnless(File.Exists(Program), "jsonschema is not installed; as root on Debian: apt-get install python3-jsonschema");
        using var run = Process.Start(new ProcessStartInfo(Program, ["-i", instance, schema]) { RedirectStandardError = true })!;
        var problems = run.StandardError.ReadToEnd();
        run.WaitForExit();
        return (run.ExitCode, problems);
    }
}
