using System.Diagnostics;
using System.Globalization;
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
        await ShellAsync($"kill -INT {archway.Id}");
        var error = await archway.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await archway.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((130, "archway: stopped\n"), (archway.ExitCode, error));
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task What_ends_a_job_and_tells_its_program_twice_ends_it_as_cleanly(string signal, int exitCode)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "/bin/sh is not here to send the signal");
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Hang();
        using TempFolder folder = new();
        using var archway = Start(new Dictionary<string, string> { ["ARCHWAY_CACHE"] = $"{folder.Path}/cache" },
            "scan", $"image:{registry.Host}/app:1", "--give-up-after", "600", "-o", $"json={folder.Path}/report.json");

        while (registry.Log.Count == 0) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        // As timeout does: to the program, and to the group that it is in.
        await ShellAsync($"kill -{signal} {archway.Id}; kill -{signal} {archway.Id}");
        var error = await archway.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await archway.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((exitCode, "archway: stopped\n"), (archway.ExitCode, error));
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public async Task Two_programs_that_write_to_one_layout_lose_no_image_of_each_other_and_leave_nothing_behind()
    {
        await using var from = await TestRegistry.StartAsync();
        using TempFolder folder = new();
        foreach (var side in new[] { "one", "two" })
            folder.With($"{side}.txt", string.Concat(Enumerable.Range(0, 20).Select(i => $"{from.Put(side, $"{i}", Images.Manifest("linux/arm64", seed: $"{side}{i}"))} oci:{folder.Path}/layout:{side}{i}\n")));

        using var one = Start("copy", "--list", $"{folder.Path}/one.txt");
        using var two = Start("copy", "--list", $"{folder.Path}/two.txt");
        string[] errors = await Task.WhenAll(one.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), two.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await Task.WhenAll(one.WaitForExitAsync(TestContext.Current.CancellationToken), two.WaitForExitAsync(TestContext.Current.CancellationToken));

        Assert.True((one.ExitCode, two.ExitCode) == (0, 0), string.Concat(errors));
        var layout = await File.ReadAllTextAsync($"{folder.Path}/layout/index.json", TestContext.Current.CancellationToken);
        Assert.All(Enumerable.Range(0, 20), i => Assert.True(layout.Contains($"\"one{i}\"", StringComparison.Ordinal) && layout.Contains($"\"two{i}\"", StringComparison.Ordinal), $"{i}: {layout}"));
        Assert.Equal(["blobs", "index.json", "oci-layout"], Directory.EnumerateFileSystemEntries($"{folder.Path}/layout").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("oci:FOLDER/layout:app")]
    [InlineData("oci-archive:FOLDER/image.tar:app")]
    [InlineData("REGISTRY/app:1")]
    public async Task Ctrl_C_in_the_middle_of_a_copy_leaves_no_half_of_an_image(string target)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "/bin/sh is not here to send the signal");
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync();
        using TempFolder folder = new();
        var image = Images.Index("linux/amd64", "linux/arm64");
        var reference = from.Put("app", "1", image);
        var last = $"app/blobs/{Oci.Content.Digest.Of(image.Children[1].Blobs[1])}";
        from.On(last).Stall();
        using var archway = Start("copy", reference, target.Replace("FOLDER", folder.Path, StringComparison.Ordinal).Replace("REGISTRY", to.Host, StringComparison.Ordinal));

        while (!from.Log.Any(request => request.Path.EndsWith(last, StringComparison.Ordinal)))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        await ShellAsync($"kill -INT {archway.Id}");
        var error = await archway.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await archway.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((130, "archway: stopped\n"), (archway.ExitCode, error));
        Assert.DoesNotContain(to.Log, request => request.Method == "PUT" && request.Path.EndsWith("/manifests/1", StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories),
            file => Path.GetFileName(file) is "index.json" or "image.tar" || Path.GetFileName(file).StartsWith('.'));
    }

    [Fact]
    public async Task A_program_that_ends_by_the_same_signal_does_not_change_the_word()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "/bin/sh is not here to send the signal");
        using TempFolder folder = new();
        using var archway = await RenderAsync(folder, "exec /bin/sleep 600");
        var helm = await File.ReadAllTextAsync(Path.Combine(folder.Path, "started"), TestContext.Current.CancellationToken);

        await ShellAsync($"kill -INT {archway.Id} {helm.Trim()}");
        var error = await archway.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await archway.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((130, "archway: stopped\n"), (archway.ExitCode, error));
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    [InlineData("QUIT", 131)]
    public async Task A_signal_ends_a_render_and_leaves_neither_program_nor_copy_behind(string signal, int exitCode)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "/bin/sh is not here to send the signal");
        using TempFolder folder = new();
        using var archway = await RenderAsync(folder, "exec /bin/sleep 600");
        var helm = int.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "started"), TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);

        await ShellAsync($"kill -{signal} {archway.Id}");
        var error = await archway.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await archway.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((exitCode, "archway: stopped\n"), (archway.ExitCode, error));
        Assert.False(IsRunning(helm));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(folder.Path, "tmp")));
    }

    [Fact]
    public async Task A_second_signal_ends_the_program_at_once()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "/bin/sh is not here to send the signal");
        // More than a pipe holds, and nobody reads on: a clean end would wait for ever.
        using var archway = Start("catalog", "list", "--format", "json");
        await archway.StandardOutput.ReadAsync(new char[1], TestContext.Current.CancellationToken);

        await ShellAsync($"while kill -TERM {archway.Id}; do sleep 0.1; done 2> /dev/null");
        var error = await archway.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await archway.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((143, "archway: stopped\n"), (archway.ExitCode, error));
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

    // A run that renders one chart with a stand-in for helm, which has started and told its id.
    private static async Task<Process> RenderAsync(TempFolder folder, string helm)
    {
        folder.With("tree/Chart.yaml", "name: shop\nversion: 1.0.0\n").With("bin/helm", $"""
            #!/bin/sh
            echo $$ > '{folder.Path}/starting'
            /bin/mv '{folder.Path}/starting' '{folder.Path}/started'
            {helm}

            """);
        Directory.CreateDirectory(Path.Combine(folder.Path, "tmp"));
        await ShellAsync($"chmod +x '{folder.Path}/bin/helm'");
        var archway = Start(
            new Dictionary<string, string> { ["PATH"] = $"{folder.Path}/bin:{Environment.GetEnvironmentVariable("PATH")}", ["TMPDIR"] = $"{folder.Path}/tmp" },
            "scan", $"{folder.Path}/tree", "--render", "--offline");
        while (!File.Exists($"{folder.Path}/started"))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        return archway;
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static async Task ShellAsync(string command)
    {
        using var shell = Process.Start("/bin/sh", ["-c", command]);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static Process Start(Dictionary<string, string> variables, params string[] arguments)
    {
        // A job in a script's background hears no Ctrl-C, nor does what it starts: these tests may be one.
        string[] hearing = OperatingSystem.IsLinux() ? ["--default-signal=INT"] : [];
        ProcessStartInfo start = new("env", [.. hearing, "dotnet", Program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
