using System.Text.RegularExpressions;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What options are when the command line leaves them open: the environment, then the user's configuration, then what the program says.</summary>
public sealed partial class SettingsTests
{
    [Fact]
    public async Task The_command_line_outranks_the_environment_and_that_the_users_configuration()
    {
        using ArchwayProgram archway = Offline();
        Assert.Equal("linux/arm64", await PlatformsAsync(archway));

        archway.Configure("platform: linux/s390x\n");
        Assert.Equal("linux/s390x", await PlatformsAsync(archway));

        archway.With("ARCHWAY_PLATFORM", "linux/amd64, linux/arm64");
        Assert.Equal("linux/amd64 linux/arm64", await PlatformsAsync(archway));

        Assert.Equal("linux/riscv64", await PlatformsAsync(archway, "--platform", "linux/riscv64"));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("TRUE", true)]
    [InlineData("0", false)]
    [InlineData("no", false)]
    [InlineData("", false)]
    public async Task A_variable_switches_a_flag_on_or_off(string value, bool isQuiet)
    {
        using ArchwayProgram archway = Offline();
        archway.With("ARCHWAY_QUIET", value).With("ARCHWAY_NO_SUCH_THING", "1");

        Assert.Equal(isQuiet, (await archway.RunAsync("scan", "-")).Error.Length == 0);
    }

    [Fact]
    public async Task A_flag_that_the_environment_switches_on_is_switched_off_on_the_command_line()
    {
        using TempFolder folder = new TempFolder().With("node_modules/a/Dockerfile", "FROM a\n").With("Dockerfile", "FROM b\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        archway.With("ARCHWAY_OFFLINE", "1").With("ARCHWAY_INCLUDE_IGNORED", "1");

        Assert.Contains("2 references", (await archway.RunAsync("scan")).Output, StringComparison.Ordinal);
        Assert.Contains("1 reference ", (await archway.RunAsync("scan", "--include-ignored=false")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ARCHWAY_GIVE_UP_AFTER", "x", "--give-up-after takes 1 to 3600 seconds, not 'x'")]
    [InlineData("ARCHWAY_NO_CACHE", "maybe", "--no-cache takes true or false, not 'maybe'")]
    [InlineData("ARCHWAY_FORMAT", "poem", "Argument 'poem' not recognized. Must be one of: 'table'")]
    [InlineData("ARCHWAY_RULES", "D109=of", "D109 takes blocker, warning, note or off, not 'of'; did you mean off?")]
    [InlineData("ARCHWAY_PLATFORM", ",", "',' holds no value")]
    public async Task A_variable_that_its_option_does_not_take_is_named_before_what_is_wrong_with_it(string variable, string value, string message)
    {
        using ArchwayProgram archway = Offline();
        archway.With(variable, value);

        var ran = await archway.RunAsync("scan", "-");

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.StartsWith($"archway: {variable}: {message}", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_given_on_the_command_line_is_not_looked_up_elsewhere()
    {
        using ArchwayProgram archway = Offline();
        archway.With("ARCHWAY_FORMAT", "poem");

        Assert.Equal(0, (await archway.RunAsync("scan", "-", "--format", "csv")).ExitCode);
    }

    [Fact]
    public async Task A_format_that_only_another_command_has_leaves_this_one_with_its_own()
    {
        using ArchwayProgram archway = Offline();
        archway.Configure("format: markdown\n");

        Assert.StartsWith("### ", (await archway.RunAsync("scan", "-")).Output, StringComparison.Ordinal);
        Assert.StartsWith("docker.io/library/traefik:v2.11.8\n", (await archway.RunAsync("image", "traefik:v2.11.8")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_is_no_setting_is_told_once_and_hinders_nothing()
    {
        using ArchwayProgram archway = Offline();
        archway.With("ARCHWAY_PLATFROM", "linux/amd64").With("ARCHWAY_CACHE", archway.Home).With("ARCHWAY_ACCEPT", "1");

        var ran = await archway.RunAsync("scan", "-");

        Assert.Equal((0, "archway: ARCHWAY_PLATFROM in the environment is no setting; did you mean ARCHWAY_PLATFORM?\n"), (ran.ExitCode, ran.Error));
    }

    [Theory]
    [InlineData("scan")]
    [InlineData("image")]
    [InlineData("convert")]
    [InlineData("catalog show")]
    public async Task Every_option_that_the_help_lists_is_a_setting(string command)
    {
        using ArchwayProgram archway = Offline();
        var help = (await archway.RunAsync([.. command.Split(' '), "--help"])).Output;
        var options = OptionNames().Matches(help).Select(match => match.Groups[1].Value).Except(["help"]).ToArray();
        foreach (var option in options) archway.With($"ARCHWAY_{option.Replace('-', '_').ToUpperInvariant()}", "");
        archway.With("ARCHWAY_OFFLINE", "1");

        Assert.NotEmpty(options);
        Assert.Empty((await archway.RunAsync("scan", "-")).Error);
    }

    [Fact]
    public async Task The_variables_of_a_Kubernetes_service_of_that_name_are_no_misspelt_settings()
    {
        using ArchwayProgram archway = Offline();
        archway.With("ARCHWAY_SERVER_SERVICE_HOST", "10.0.0.1").With("ARCHWAY_SERVER_SERVICE_PORT_HTTPS", "443")
            .With("ARCHWAY_SERVER_PORT", "tcp://10.0.0.1:443")
            .With("ARCHWAY_SERVER_PORT_443_TCP_ADDR", "10.0.0.1");

        Assert.Empty((await archway.RunAsync("scan", "-")).Error);
    }

    [Fact]
    public async Task Behind_two_dashes_nothing_is_an_option_and_settings_still_hold()
    {
        using TempFolder folder = new TempFolder().With("-x/Dockerfile", "FROM traefik:v2.11.8\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        archway.With("ARCHWAY_OFFLINE", "1").With("ARCHWAY_FORMAT", "csv");

        Assert.StartsWith("file,line", (await archway.RunAsync("scan", "--", "-x")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_given_whatever_the_settings_are()
    {
        using ArchwayProgram archway = new();
        archway.With("ARCHWAY_CONFIG", "no/such/file").With("ARCHWAY_FORMAT", "poem");

        Assert.Equal(0, (await archway.RunAsync("scan", "--help")).ExitCode);
        Assert.Equal(0, (await archway.RunAsync("--version")).ExitCode);
    }

    [GeneratedRegex("^  (?:-., )*--([a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex OptionNames();

    private static ArchwayProgram Offline()
    {
        ArchwayProgram archway = new() { Input = "traefik:v2.11.8\n" };
        return archway.With("ARCHWAY_OFFLINE", "1");
    }

    private static async Task<string> PlatformsAsync(ArchwayProgram archway, params string[] arguments)
    {
        var ran = await archway.RunAsync(["scan", "-", "--format", "json", .. arguments]);
        Assert.True(ran.ExitCode == 0, ran.Error);
        return string.Join(' ', ran.Json().GetProperty("target").EnumerateArray().Select(platform => platform.GetString()));
    }
}
