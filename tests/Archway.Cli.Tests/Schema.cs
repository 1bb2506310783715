using System.Diagnostics;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Validation by Python's jsonschema, which no one here wrote.</summary>
internal static class Schema
{
    private const string Program = "/usr/bin/jsonschema";

    internal static void Validate(string schema, string instance)
    {
        Assert.SkipUnless(File.Exists(Program), "jsonschema is not installed; as root on Debian: apt-get install python3-jsonschema");
        using var run = Process.Start(new ProcessStartInfo(Program, ["-i", instance, schema]) { RedirectStandardError = true })!;
        var problems = run.StandardError.ReadToEnd();
        run.WaitForExit();
        // It also prints that the command itself is deprecated; the exit code alone is the answer.
        Assert.True(run.ExitCode == 0, problems);
    }
}
