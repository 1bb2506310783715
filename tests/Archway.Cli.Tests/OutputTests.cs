using System.Diagnostics;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Where reports go: files, links to them, pipes, devices and standard output.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ArchwayProgram _archway;

    public OutputTests() => _archway = new() { WorkingFolder = _folder.Path, Input = "traefik:v2.11.8\n" };

    [Fact]
    public async Task A_file_that_is_there_keeps_its_mode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no mode here");
        _folder.With("private.json", "old").With("shared.json", "old");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(At("private.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.SetUnixFileMode(At("shared.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        }

        await ScanAsync("-o", "json=private.json", "-o", "csv=shared.json");

        Assert.StartsWith("{", Text("private.json"), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("private.json")));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(At("shared.json")));
        }
    }

    [Fact]
    public async Task A_link_stays_one_and_the_report_goes_where_it_leads()
    {
        _folder.With("deep/real.json", "old");
        File.CreateSymbolicLink(At("second"), "deep/real.json");
        File.CreateSymbolicLink(At("first.json"), At("second"));
        File.CreateSymbolicLink(At("dangling.csv"), "deep/new.csv");

        await ScanAsync("-o", "json=first.json", "-o", "csv=dangling.csv");

        Assert.NotNull(new FileInfo(At("first.json")).LinkTarget);
        Assert.StartsWith("{", Text("deep/real.json"), StringComparison.Ordinal);
        Assert.NotNull(new FileInfo(At("dangling.csv")).LinkTarget);
        Assert.NotEmpty(Text("deep/new.csv"));
        Assert.Equal(["new.csv", "real.json"], Directory.EnumerateFiles(At("deep")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_names_of_one_file_are_one_place()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells what two names have in common");
        _folder.With("one.json", "old");
        await ShellAsync("ln one.json two.csv");

        var ran = await _archway.RunAsync("scan", "image:traefik:v2.11.8", "--offline", "-o", "json=one.json", "-o", "csv=two.csv");

        Assert.Equal((2, "archway: the json and the csv report would both go to one.json; name another file for one\n"), (ran.ExitCode, ran.Error));
        Assert.Equal("old", Text("one.json"));
    }

    [Fact]
    public async Task In_the_environment_a_comma_parts_reports_and_may_stand_in_a_file_name()
    {
        _archway.With("ARCHWAY_OUTPUT", "json=a,b.json, csv=c.csv,table=d");

        await ScanAsync();

        Assert.StartsWith("{", Text("a,b.json"), StringComparison.Ordinal);
        Assert.Equal(["a,b.json", "c.csv", "d"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("b.json,json=a")]
    [InlineData("json=")]
    public async Task In_the_environment_what_is_no_report_is_told(string value)
    {
        _archway.With("ARCHWAY_OUTPUT", value);

        var ran = await _archway.RunAsync("scan", "image:traefik:v2.11.8", "--offline");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains($"ARCHWAY_OUTPUT: '{value.Split(',')[0]}' is not FORMAT=FILE", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_two_names_keeps_both()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells how many names a file has");
        _folder.With("one.json", "old");
        await ShellAsync("ln one.json two.json");

        await ScanAsync("-o", "json=one.json");

        Assert.StartsWith("{", Text("two.json"), StringComparison.Ordinal);
        Assert.Equal(Text("one.json"), Text("two.json"));
    }

    [Fact]
    public async Task A_pipe_is_written_to_and_stays_one()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "/bin/sh is not here to make a pipe");
        await ShellAsync("mkfifo pipe");
        // Opening a pipe waits for its other end.
        var read = Task.Run(() => Text("pipe"), TestContext.Current.CancellationToken);

        await ScanAsync("-o", "json=pipe");

        Assert.StartsWith("{", await read, StringComparison.Ordinal);
        await ShellAsync("test -p pipe");
    }

    [Fact]
    public async Task A_device_stays_one()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "/dev/null is not here");
        File.CreateSymbolicLink(At("nothing"), "/dev/null");

        await ScanAsync("-o", "json=/dev/null");
        await ScanAsync("-o", "json=nothing");

        await ShellAsync("test -c /dev/null && test -L nothing && test -c nothing");
    }

    [Theory]
    [InlineData("-")]
    [InlineData("/dev/stdout")]
    [InlineData("/dev/fd/1")]
    public async Task Standard_output_can_be_named_as_a_file_and_takes_the_place_of_the_table(string name)
    {
        var named = await ScanAsync("-o", $"json={name}");
        var usual = await ScanAsync("--format", "json");

        Assert.Equal(usual.Output, named.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("the json and the csv report would both go to a; name another file for one", "-o", "json=a", "-o", "csv=./a")]
    [InlineData("the json and the csv report would both go to link; name another file for one", "-o", "json=link", "-o", "csv=a")]
    [InlineData("the json and the csv report would both go to standard output; leave one out", "-o", "json=-", "-o", "csv=/dev/stdout")]
    [InlineData("the json and the sarif report would both go to standard output; leave one out", "-o", "json=-", "--format", "sarif")]
    public async Task Two_reports_to_one_place_are_refused_before_anything_is_read(string message, params string[] options)
    {
        File.CreateSymbolicLink(At("link"), "a");

        var ran = await _archway.RunAsync(["scan", "no/such/folder", .. options]);

        Assert.Equal((2, $"archway: {message}\n"), (ran.ExitCode, ran.Error));
    }

    [Theory]
    [InlineData("no/such/x.csv", "there is no such folder")]
    [InlineData("folder", "it is a folder")]
    [InlineData("circle", "its links lead in a circle")]
    [InlineData("/dev/full", "No space left on device")]
    public async Task What_cannot_be_written_is_named_as_the_user_named_it(string name, string why)
    {
        Assert.SkipUnless(name[0] != '/' || File.Exists(name), $"{name} is not here");
        Directory.CreateDirectory(At("folder"));
        File.CreateSymbolicLink(At("circle"), "circle");

        var ran = await _archway.RunAsync("scan", "-", "--offline", "-o", $"csv={name}");

        Assert.Equal((2, $"archway: cannot write the csv report to {name}: {why}\n"), (ran.ExitCode, ran.Error));
        Assert.Equal(["circle", "folder"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    public void Dispose()
    {
        _archway.Dispose();
        _folder.Dispose();
    }

    private async Task<Ran> ScanAsync(params string[] options)
    {
        var ran = await _archway.RunAsync(["scan", "-", "--offline", .. options]);
        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        return ran;
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private string Text(string name) => File.ReadAllText(At(name));

    private async Task ShellAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = _folder.Path })!;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
    }
}
