using System.Runtime.Versioning;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What options are when the command line leaves them open: the environment, then the user's configuration, then what the program says.</summary>
public sealed class SettingsTests
{
    private const string ConfigurationFile = ".config/archway/config.yaml";

    [Fact]
    public async Task The_command_line_outranks_the_environment_and_that_the_users_configuration()
    {
        using ArchwayProgram archway = Offline();
        Assert.Equal("linux/arm64", await PlatformsAsync(archway));

        Configure(archway, "platform: linux/s390x\n");
        Assert.Equal("linux/s390x", await PlatformsAsync(archway));

        archway.With("ARCHWAY_PLATFORM", "linux/amd64, linux/arm64");
        Assert.Equal("linux/amd64 linux/arm64", await PlatformsAsync(archway));

        Assert.Equal("linux/riscv64", await PlatformsAsync(archway, "--platform", "linux/riscv64"));
    }

    [Fact]
    public async Task The_users_configuration_outranks_the_trees()
    {
        using TempFolder folder = new TempFolder().With("Dockerfile", "FROM istio/pilot:1.14.0\n").With("archway.yaml", "rules: {D108: off}\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        Configure(archway, "rules: {D108: warning}\nfail-on: warning\noffline: true\n");

        Assert.Equal(1, (await archway.RunAsync("scan")).ExitCode);
    }

    [Fact]
    public async Task Every_form_of_value_that_YAML_has_is_taken()
    {
        using TempFolder folder = new TempFolder().With("Dockerfile", "FROM istio/pilot:1.14.0\n").With("a/Dockerfile", "FROM a\n").With("b/Dockerfile", "FROM b\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        Configure(archway, """
            # what every run of mine wants
            offline: yes
            no-cache: 'on'
            give-up-after: 5
            fail-on: [blocker, unknown]
            exclude:
              - a/
              - b/
            rules:
              D108: note
            output: {csv: out.csv}
            require: registry

            """);

        var ran = await archway.RunAsync("scan", "--format", "json");

        Assert.Equal((1, 1), (ran.ExitCode, ran.Json().GetProperty("looked").GetProperty("references").GetInt32()));
        Assert.Equal("unknown", ran.Json().GetProperty("images")[0].GetProperty("status").GetString());
        Assert.True(File.Exists(Path.Combine(folder.Path, "out.csv")));
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

    [Theory]
    [InlineData("# mine\n\ngive-up-after: x\n", ":3: --give-up-after takes 1 to 3600 seconds, not 'x'")]
    [InlineData("give-up-after: [1, 2]\n", ":1: --give-up-after takes one value, not 2")]
    [InlineData("no-cache: 2\n", ":1: --no-cache takes true or false, not '2'")]
    [InlineData("quiet: true\nofline: true\n", ":2: there is no setting 'ofline'; did you mean offline?")]
    [InlineData("credentials: {ghcr.io: secret}\n", ":1: there is no setting 'credentials'; each option of a command is one, written without its dashes")]
    [InlineData("--offline: true\n", ":1: there is no setting '--offline'; did you mean offline?")]
    [InlineData("category: cni\n", ":1: there is no setting 'category'")]
    [InlineData("help: true\n", ":1: there is no setting 'help'")]
    [InlineData("exclude:\n", ":1: exclude takes a value or a list of values")]
    [InlineData("exclude: [a, [b]]\n", ":1: exclude takes a value or a list of values")]
    [InlineData("exclude: []\n", ":1: exclude takes a value or a list of values")]
    [InlineData("- offline\n", ":1: a configuration is a mapping, like offline: true")]
    [InlineData("offline: 'yes\n", ":1: this is not YAML")]
    public async Task What_is_wrong_in_the_users_configuration_is_told_with_its_line(string text, string message)
    {
        using ArchwayProgram archway = Offline();
        Configure(archway, text);

        var ran = await archway.RunAsync("scan", "-", "--format", "table");

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.StartsWith($"archway: ~/{ConfigurationFile}{message}", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    public async Task A_configuration_that_says_nothing_is_no_trouble(string text)
    {
        using ArchwayProgram archway = Offline();
        Configure(archway, text);

        var ran = await archway.RunAsync("scan", "-");

        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
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
        Configure(archway, "format: markdown\n");

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

    [Fact]
    public async Task The_configuration_is_the_file_that_ARCHWAY_CONFIG_names_then_that_of_XDG_CONFIG_HOME()
    {
        using TempFolder folder = new TempFolder().With("mine.yaml", "format: csv\n").With("archway/config.yaml", "format: github\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path, Input = "traefik:v2.11.8\n" };
        Configure(archway, "format: markdown\n");
        archway.With("ARCHWAY_OFFLINE", "1").With("XDG_CONFIG_HOME", folder.Path);
        Assert.StartsWith("::notice", (await archway.RunAsync("scan", "-")).Output, StringComparison.Ordinal);

        archway.With("ARCHWAY_CONFIG", "mine.yaml");
        Assert.StartsWith("file,line", (await archway.RunAsync("scan", "-")).Output, StringComparison.Ordinal);

        archway.With("ARCHWAY_CONFIG", "other.yaml");
        var ran = await archway.RunAsync("scan", "-");
        Assert.Equal((2, "archway: there is no file 'other.yaml', which ARCHWAY_CONFIG names\n"), (ran.ExitCode, ran.Error));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_configuration_that_anybody_may_write_is_not_taken()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        using ArchwayProgram archway = Offline();
        var file = Configure(archway, "plain-http: [registry.example]\n");
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherWrite);
        var byFile = await archway.RunAsync("scan", "-");
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) & ~UnixFileMode.OtherWrite);
        var folder = Path.GetDirectoryName(file)!;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherWrite);
        var byFolder = await archway.RunAsync("scan", "-");

        Assert.Equal((2, 2), (byFile.ExitCode, byFolder.ExitCode));
        Assert.StartsWith($"archway: ~/{ConfigurationFile} is not taken, since every user of this machine may write it", byFile.Error, StringComparison.Ordinal);
        Assert.StartsWith($"archway: ~/{ConfigurationFile} is not taken, since every user of this machine may put another in its place", byFolder.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_a_configuration_is_judged_by_what_it_leads_to()
    {
        using TempFolder dotfiles = new TempFolder().With("archway.yaml", "format: csv\n");
        using ArchwayProgram archway = Offline();
        Directory.CreateDirectory(Path.Combine(archway.Home, ".config/archway"));
        File.CreateSymbolicLink(Path.Combine(archway.Home, ConfigurationFile), Path.Combine(dotfiles.Path, "archway.yaml"));

        Assert.StartsWith("file,line", (await archway.RunAsync("scan", "-")).Output, StringComparison.Ordinal);
    }

    private static ArchwayProgram Offline()
    {
        ArchwayProgram archway = new() { Input = "traefik:v2.11.8\n" };
        return archway.With("ARCHWAY_OFFLINE", "1");
    }

    private static string Configure(ArchwayProgram archway, string text)
    {
        var file = Path.Combine(archway.Home, ConfigurationFile);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    private static async Task<string> PlatformsAsync(ArchwayProgram archway, params string[] arguments)
    {
        var ran = await archway.RunAsync(["scan", "-", "--format", "json", .. arguments]);
        Assert.True(ran.ExitCode == 0, ran.Error);
        return string.Join(' ', ran.Json().GetProperty("target").EnumerateArray().Select(platform => platform.GetString()));
    }
}
