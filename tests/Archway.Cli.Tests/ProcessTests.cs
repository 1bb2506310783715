using System.Diagnostics;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>The program as a process of its own, where only the operating system can be asked.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task Ctrl_C_ends_a_wait_for_a_registry_in_one_line()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "/bin/sh is not here to send the signal");
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Hang();
        using var archway = Start("image", $"{registry.Host}/app:1", "--no-cache", "--give-up-after", "600");

        while (registry.Log.Count == 0) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        using (var kill = Process.Start("/bin/sh", ["-c", $"kill -INT {archway.Id}"])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var error = await archway.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await archway.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((130, "archway: stopped\n"), (archway.ExitCode, error));
    }

    [Fact]
    public async Task Ctrl_C_ends_a_render_and_leaves_no_copy_behind()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "/bin/sh is not here to send the signal");
        using TempFolder tree = new();
        using TempFolder programs = new();
        using TempFolder temporary = new();
        tree.With("Chart.yaml", "name: shop\nversion: 1.0.0\n");
        programs.With("helm", $"#!/bin/sh\necho x > '{programs.Path}/started'\nexec /bin/sleep 600\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(programs.Path, "helm"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Dictionary<string, string> variables = new()
        {
            ["PATH"] = $"{programs.Path}:{Environment.GetEnvironmentVariable("PATH")}",
            ["TMPDIR"] = temporary.Path,
        };
        using var archway = Start(variables, "scan", tree.Path, "--render", "--offline");

        while (!File.Exists(Path.Combine(programs.Path, "started"))) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System,
            TestContext.Current.CancellationToken);
        using (var kill = Process.Start("/bin/sh", ["-c", $"kill -INT {archway.Id}"])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var error = await archway.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await archway.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((130, "archway: stopped\n"), (archway.ExitCode, error));
        Assert.Empty(Directory.EnumerateDirectories(temporary.Path, "archway-render-*"));
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_answers_2()
    {
        Assert.SkipUnless(File.Exists("/dev/full") && File.Exists("/bin/sh"), "/dev/full is not here to be written to");
        ProcessStartInfo start = new("/bin/sh", ["-c", "exec dotnet \"$@\" > /dev/full", "sh", Program, "catalog", "list"]) { RedirectStandardError = true };
        using var archway = Process.Start(start)!;

        var error = await archway.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await archway.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((2, "archway: No space left on device\n"), (archway.ExitCode, error));
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "archway.dll");

    private static Process Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    private static Process Start(Dictionary<string, string> variables, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
