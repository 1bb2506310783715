using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What is typed wrongly, and what may be typed in two ways.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("there is no command 'scna'; did you mean scan?", "scna")]
    [InlineData("there is no command 'scna'; did you mean scan?", "scna", "deploy", "x")]
    [InlineData("there is no command './deploy'; archway --help lists them", "./deploy")]
    [InlineData("archway catalog has no command 'serach'; did you mean search?", "catalog", "serach", "envoy")]
    [InlineData("archway has no option '--offline'; archway --help lists them", "scna", "--offline")]
    [InlineData("--changed-since= has no value; write one behind it, or leave the option out", "scan", "--changed-since=", "--offline")]
    [InlineData("--exclude= has no value; write one behind it, or leave the option out", "scan", "--exclude=", ".")]
    [InlineData("-o= has no value; write one behind it, or leave the option out", "scan", "-o=", ".")]
    [InlineData("--offline= has no value; write one behind it, or leave the option out", "scan", "--offline=")]
    public async Task What_is_misspelt_is_told_in_one_line(string message, params string[] arguments)
    {
        using TempFolder folder = new();
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync(arguments);

        Assert.Equal((2, "", $"archway: {message}\n"), (ran.ExitCode, ran.Output, ran.Error));
    }

    [Theory]
    [InlineData("image", "x\n::error::pwn")]
    [InlineData("scan", "--platform", "a\n::error::p")]
    [InlineData("image", "##vso[a]b/c")]
    [InlineData("scan", "--rules", "##[error]=x")]
    [InlineData("scan", "-o", "##[error]=x")]
    [InlineData("scan", "--mirror", "##[error]x")]
    [InlineData("scan", "--give-up-after", "##[e]")]
    [InlineData("catalog", "check", "--delivery", "##[error]")]
    [InlineData("completion", "##[error]")]
    public async Task A_word_that_is_refused_is_no_command_to_a_runner(params string[] arguments)
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync(arguments);

        Assert.Equal(2, ran.ExitCode);
        Assert.DoesNotContain("##", ran.Error);
        Assert.All(ran.Error.Split('\n'), line => Assert.False(line.TrimStart().StartsWith("::", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--fail-on", "blocker,unknown", "--fail-on", "blocker", "--fail-on", "unknown")]
    [InlineData("--platform", "linux/amd64, linux/arm64", "--platform", "linux/amd64", "--platform", "linux/arm64")]
    [InlineData("--rules", "D109=off,I105=note", "--rules", "D109=off", "--rules", "I105=note")]
    public async Task Values_behind_commas_are_as_many_options(string option, string values, params string[] repeated)
    {
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root };

        var listed = await archway.RunAsync("scan", "examples/shop", "--offline", "--format", "json", option, values);
        var each = await archway.RunAsync(["scan", "examples/shop", "--offline", "--format", "json", .. repeated]);

        Assert.Equal("", listed.Error);
        Assert.Equal(each, listed);
    }

    [Theory]
    [InlineData("--fail-on takes blocker, warning, note or unknown, not 'unknwn'", "--fail-on", "blocker,unknwn")]
    [InlineData("'' is not a platform; write it as os/architecture, like linux/arm64", "--platform", "linux/arm64,")]
    [InlineData("--owner has an empty value; write one on each side of a comma", "--owner", "@a,")]
    public async Task A_value_behind_a_comma_is_read_by_the_same_grammar(string message, params string[] option)
    {
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root };

        var ran = await archway.RunAsync(["scan", "examples/shop", "--offline", .. option]);

        Assert.Equal(2, ran.ExitCode);
        Assert.StartsWith($"archway: {message}\n", ran.Error, StringComparison.Ordinal);
    }
}
