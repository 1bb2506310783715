using System.Text;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What <c>archway fix</c> tells of the files it changes, of those it cannot, and of what is left.</summary>
public sealed class FixReportTests : IDisposable
{
    private const string Before = "FROM --platform=$TARGETPLATFORM alpine:3.20\nRUN true\n";
    private const string After = "FROM alpine:3.20\nRUN true\n";

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task What_the_fix_of_another_rule_took_away_is_not_left()
    {
        // The default goes over two lines and is not taken off itself; without the platform nothing uses it.
        _folder.With("Dockerfile", "ARG TARGETPLATFORM=linux/\\\namd64\nFROM --platform=$TARGETPLATFORM alpine:3.20\n");
        _folder.With("pod.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              nodeSelector:
                kubernetes.io/arch: amd64
              containers:
                - {name: web, image: "amd64/nginx:1.27"}
            """);

        var safe = await FixAsync();
        var all = await FixAsync("--unsafe", "--write");

        Assert.Contains("Dockerfile:1: D104", safe.Error, StringComparison.Ordinal);
        Assert.DoesNotMatch("(D104|K101|I101) ", all.Output);
        Assert.Contains(" fixed in 2 files, 0 left", all.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_elsewhere_after_a_fix_is_left_all_the_same()
    {
        _folder.With("Dockerfile", "FROM --platform=$TARGETPLATFORM alpine:3.20\nARG TARGETARCH=am\\\nd64\nRUN echo $TARGETARCH\n");

        var ran = await FixAsync("--rule", "D102", "--rule", "D104");

        Assert.Contains("Dockerfile:2: D104", ran.Error, StringComparison.Ordinal);
        Assert.Contains("1 can be fixed in 1 file, 1 left", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_all_utf8_is_said_to_be_left_before_it_is_written()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("# caf"), 0xE9, (byte)'\n', .. Encoding.UTF8.GetBytes(Before)];
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "Dockerfile"), bytes, TestContext.Current.CancellationToken);
        _folder.With("other.Dockerfile", Before);

        foreach (var options in (string[][])[[], ["--write"]])
        {
            var ran = await FixAsync(options);
            var told = ran.Error + ran.Output;

            Assert.Equal(0, ran.ExitCode);
            Assert.DoesNotContain("a/Dockerfile", ran.Output, StringComparison.Ordinal);
            Assert.Contains("Dockerfile:2: D102", told, StringComparison.Ordinal);
            Assert.Contains("Dockerfile is not changed: it is not what was read a moment ago, or not all of it is utf-8", told, StringComparison.Ordinal);
            Assert.Contains(" in 1 file, 1 left", told, StringComparison.Ordinal);
        }

        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "Dockerfile"), TestContext.Current.CancellationToken));
        Assert.Equal(After, await ReadAsync("other.Dockerfile"));
    }

    [Fact]
    public async Task A_file_of_utf16_is_changed_and_stands_in_no_diff()
    {
        var file = Path.Combine(_folder.Path, "Dockerfile");
        await File.WriteAllTextAsync(file, Before, Encoding.Unicode, TestContext.Current.CancellationToken);

        var shown = await FixAsync();
        var written = await FixAsync("--write");

        Assert.Equal("", shown.Output);
        Assert.Contains("Dockerfile is not changed: a diff is of UTF-8, and this file of utf-16; --write changes it", shown.Error, StringComparison.Ordinal);
        Assert.Contains("1 fixed in 1 file", written.Output, StringComparison.Ordinal);
        Assert.Equal(After, await ReadAsync("Dockerfile"));
        Assert.Equal("FFFE", await MarkAsync(file, 2));
    }

    [Theory]
    [InlineData("plain", "git")]
    [InlineData("with a space", "git")]
    [InlineData("a\nline\u001b[31m", "git")]
    [InlineData("a \"quote\" and \\ and \ttab", "git")]
    [InlineData("turned \u202e and caf\u00e9 \u0085", "git")]
    [InlineData("plain", "patch")]
    [InlineData("with a space", "patch")]
    [InlineData("a\nline\u001b[31m", "patch")]
    [InlineData("a \"quote\" and \\ and \ttab", "patch")]
    [InlineData("turned \u202e and caf\u00e9", "patch")]
    public async Task A_diff_names_any_folder_so_that_other_programs_read_it_and_no_terminal_obeys_it(string folder, string program)
    {
        _folder.With($"{folder}/Dockerfile", Before);

        var ran = await FixAsync("--patch", "archway.patch");
        var diff = await ReadAsync("archway.patch");

        Assert.Equal(0, ran.ExitCode);
        Assert.DoesNotContain(diff, one => (char.IsControl(one) && one is not '\n' and not '\t') || one == '\u202e');
        await ApplyAsync(program);
        Assert.Equal(After, await ReadAsync($"{folder}/Dockerfile"));
    }

    [Fact]
    public async Task A_mark_at_the_start_of_a_file_stands_in_its_diff()
    {
        var file = Path.Combine(_folder.Path, "Dockerfile");
        await File.WriteAllTextAsync(file, Before, Encoding.UTF8, TestContext.Current.CancellationToken);

        await FixAsync("--patch", "archway.patch");
        await ApplyAsync("git");

        Assert.Equal(After, await ReadAsync("Dockerfile"));
        Assert.Equal("EFBBBF", await MarkAsync(file, 3));
    }

    [Fact]
    public async Task On_a_terminal_no_character_of_a_file_is_obeyed()
    {
        _folder.With("Dockerfile", $"# \u001b]0;title\u0007\n{Before}");
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path, Width = 100 };

        var ran = await archway.RunAsync("fix", ".", "--offline");

        Assert.Contains("# \\x1b]0;title\\x07\n", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ran.Output);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Ran> FixAsync(params string[] options)
    {
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };
        return await archway.RunAsync(["fix", ".", "--offline", .. options]);
    }

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(_folder.Path, file), TestContext.Current.CancellationToken);

    private static async Task<string> MarkAsync(string file, int length) =>
        Convert.ToHexString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), 0, length);

    private Task<string> ApplyAsync(string program) => program == "git"
        ? Installed.RunAsync("git", "git", "-C", _folder.Path, "apply", "archway.patch")
        : Installed.RunAsync("patch", "patch", "-d", _folder.Path, "-p1", "--batch", "-i", "archway.patch");
}
