using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What <c>--help</c> teaches.</summary>
public sealed class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("scan")]
    [InlineData("image")]
    [InlineData("fix")]
    [InlineData("build")]
    [InlineData("copy")]
    [InlineData("place")]
    [InlineData("simulate")]
    [InlineData("plan")]
    [InlineData("index")]
    [InlineData("index create")]
    [InlineData("index add")]
    [InlineData("index remove")]
    [InlineData("index annotate")]
    [InlineData("index list")]
    [InlineData("pipeline")]
    [InlineData("report")]
    [InlineData("explain")]
    [InlineData("catalog")]
    [InlineData("catalog show")]
    [InlineData("catalog check")]
    [InlineData("cache")]
    [InlineData("cache clear")]
    [InlineData("cache export")]
    [InlineData("cache import")]
    [InlineData("registry")]
    [InlineData("registry check")]
    [InlineData("registry tags")]
    [InlineData("gpu")]
    [InlineData("gpu explain")]
    [InlineData("gpu setup")]
    [InlineData("gpu cdi")]
    [InlineData("gpu test")]
    [InlineData("gpu doctor")]
    [InlineData("completion")]
    public async Task Help_says_what_the_command_does_and_shows_how(string command)
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(0, ran.ExitCode);
        // System.CommandLine names the program that runs, which here is the test's.
        Golden.Equal($"Help.{(command.Length == 0 ? "archway" : command.Replace(' ', '.'))}",
            ran.Output.Replace("Archway.Cli.Tests", "archway", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _archway_complete archway")]
    [InlineData("zsh", "compdef _archway archway")]
    [InlineData("fish", "complete -c archway")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task A_completion_script_registers_the_program(string shell, string line)
    {
        using ArchwayProgram archway = new();

        Assert.Contains(line, (await archway.RunAsync("completion", shell)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_itself_knows_what_can_follow()
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("[suggest:17]", "archway scan --fa");

        Assert.Equal("--fail-on", ran.Output.Trim());
    }

    [Fact]
    public async Task The_version_is_a_version()
    {
        using ArchwayProgram archway = new();

        Assert.Matches(@"^\d+\.\d+\.\d+", (await archway.RunAsync("--version")).Output);
    }
}
