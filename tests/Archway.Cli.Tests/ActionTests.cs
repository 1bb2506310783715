using System.Diagnostics;
using System.Text.RegularExpressions;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>The ways in which others' pipelines and commits run the program: the GitHub Action and the hooks of pre-commit.</summary>
public sealed class ActionTests
{
    private const string Blocked = "services: {shop: {image: 'istio/pilot:1.14.6'}}\n";

    private static readonly string Action = File.ReadAllText(Path.Combine(Repository.Root, "action.yml"));

    [Fact]
    public async Task The_action_annotates_what_fails_and_leaves_a_summary()
    {
        using TempFolder folder = new();
        folder.With("compose.yaml", Blocked);

        var (exit, output, _) = await ActAsync(folder, new()
        {
            ["INPUT_TARGETS"] = "compose.yaml\n",
            ["INPUT_PLATFORMS"] = "linux/arm64\nlinux/amd64\n",
            ["INPUT_FAIL_ON"] = "blocker",
            ["INPUT_REPORTS"] = "sarif=archway.sarif\nhtml=a page.html",
            ["INPUT_ARGUMENTS"] = "--offline",
        });

        Assert.Equal(1, exit);
        Assert.Contains("::error file=compose.yaml,line=1", output, StringComparison.Ordinal);
        Assert.Contains("istio/pilot:1.14.6", File.ReadAllText(Path.Combine(folder.Path, "summary.md")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.Path, "archway.sarif")) && File.Exists(Path.Combine(folder.Path, "a page.html")));
    }

    [Fact]
    public async Task The_action_passes_where_nothing_fails()
    {
        using TempFolder folder = new();
        folder.With("compose.yaml", "services: {shop: {image: 'traefik:v2.11.8'}}\n");

        var (exit, output, _) = await ActAsync(folder, new() { ["INPUT_TARGETS"] = ".", ["INPUT_FAIL_ON"] = "blocker", ["INPUT_ARGUMENTS"] = "--offline" });

        Assert.Equal(0, exit);
        Assert.DoesNotContain("::error", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_looks_like_script_in_an_input_is_a_word()
    {
        using TempFolder folder = new();

        var (exit, _, error) = await ActAsync(folder, new() { ["INPUT_TARGETS"] = "$(touch taken) `touch taken`; touch taken" });

        Assert.Equal(2, exit);
        Assert.Contains("$(touch taken)", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Path, "taken")));
    }

    [Fact]
    public async Task An_input_that_is_neither_true_nor_false_is_refused()
    {
        using TempFolder folder = new();

        var (exit, _, error) = await ActAsync(folder, new() { ["INPUT_VERIFY"] = "yes" });

        Assert.Equal((2, "archway: the input verify takes true or false, not 'yes'\n"), (exit, error));
    }

    [Fact]
    public void Every_input_of_the_action_reaches_its_script()
    {
        var script = File.ReadAllText(Path.Combine(Repository.Root, "tools/action.sh"));
        string[] inputs = [.. Regex.Matches(Action[..Action.IndexOf("\nruns:", StringComparison.Ordinal)], "(?m)^  ([a-z-]+):\n    description").Select(match => match.Groups[1].Value)];

        Assert.True(inputs.Length >= 8);
        foreach (var input in inputs)
        {
            var variable = "INPUT_" + input.Replace('-', '_').ToUpperInvariant();
            Assert.Contains($"{variable}: ${{{{ inputs.{input} }}}}", Action, StringComparison.Ordinal);
            Assert.Contains($"${{{variable}:-", script, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("archway")]
    [InlineData("archway-all")]
    public async Task A_hook_refuses_a_commit_that_brings_what_does_not_run(string hook)
    {
        using var repository = new GitRepository().With("compose.yaml", "services: {shop: {image: 'traefik:v2.11.8'}}\n").Commit();
        using var archway = new ArchwayProgram { WorkingFolder = repository.Path }.With("PATH", GitRepository.SearchPath);
        string[] words = [.. EntryOf(hook), "--offline"];

        var before = await archway.RunAsync(words);
        repository.With("compose.yaml", Blocked);
        var after = await archway.RunAsync(words);

        Assert.Equal((0, 1), (before.ExitCode, after.ExitCode));
    }

    [Fact]
    public void A_hook_without_a_network_differs_from_the_one_with_it_in_that_alone() =>
        Assert.Equal([.. EntryOf("archway"), "--offline"], EntryOf("archway-offline"));

    private static string[] EntryOf(string hook)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, ".pre-commit-hooks.yaml"));
        return Regex.Match(text, $"- id: {hook}\n(?:  .*\n)*?  entry: archway (.*)\n").Groups[1].Value.Split(' ');
    }

    private static async Task<(int Exit, string Output, string Error)> ActAsync(TempFolder folder, Dictionary<string, string> inputs)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "/bin/bash is not here");
        var program = Path.Combine(folder.Path, "bin", "archway");
        folder.With("bin/archway", $"#!/bin/sh\nexec dotnet '{AppContext.BaseDirectory}archway.dll' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        ProcessStartInfo start = new("/bin/bash", [Path.Combine(Repository.Root, "tools/action.sh")])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{folder.Path}/bin:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = folder.Path;
        start.Environment["GITHUB_STEP_SUMMARY"] = Path.Combine(folder.Path, "summary.md");
        foreach (var (name, value) in inputs) start.Environment[name] = value;
        using var run = Process.Start(start)!;
        string[] written = await Task.WhenAll(run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync();
        return (run.ExitCode, written[0], written[1]);
    }
}
