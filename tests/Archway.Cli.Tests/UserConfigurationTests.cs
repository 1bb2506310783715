using System.Runtime.Versioning;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>The user's own configuration: where it stands, what it may say, who may write it.</summary>
public sealed class UserConfigurationTests
{
    [Fact]
    public async Task The_users_configuration_outranks_the_trees()
    {
        using TempFolder folder = new TempFolder().With("Dockerfile", "FROM istio/pilot:1.14.0\n").With("archway.yaml", "rules: {D108: off}\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        archway.Configure("rules: {D108: warning}\nfail-on: warning\noffline: true\n");

        Assert.Equal(1, (await archway.RunAsync("scan")).ExitCode);
    }

    [Theory]
    [InlineData("offline: true\noffline: false\n", "config.yaml:2: offline stands there more than once; leave one of them")]
    [InlineData("rules:\n  D109: off\n  D109: note\n", "config.yaml:1: D109 stands in rules more than once; leave one of them")]
    public async Task What_stands_there_twice_is_refused(string text, string told)
    {
        using ArchwayProgram archway = new();
        archway.Configure(text);

        var ran = await archway.RunAsync("scan", "image:traefik:v2.11.8", "--offline");

        Assert.Equal(ExitCodes.Failed, ran.ExitCode);
        Assert.Contains(told, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_form_of_value_that_YAML_has_is_taken()
    {
        using TempFolder folder = new TempFolder().With("Dockerfile", "FROM istio/pilot:1.14.0\n").With("a/Dockerfile", "FROM a\n")
            .With("b/Dockerfile", "FROM b\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        archway.Configure("""
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
        archway.Configure(text);

        var ran = await archway.RunAsync("scan", "-", "--format", "table");

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.StartsWith($"archway: ~/{ArchwayProgram.ConfigurationFile}{message}", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    public async Task A_configuration_that_says_nothing_is_no_trouble(string text)
    {
        using ArchwayProgram archway = Offline();
        archway.Configure(text);

        var ran = await archway.RunAsync("scan", "-");

        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
    }

    [Fact]
    public async Task The_configuration_is_the_file_that_ARCHWAY_CONFIG_names_then_that_of_XDG_CONFIG_HOME()
    {
        using TempFolder folder = new TempFolder().With("mine.yaml", "format: csv\n").With("archway/config.yaml", "format: github\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path, Input = "traefik:v2.11.8\n" };
        archway.Configure("format: markdown\n");
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
        var file = archway.Configure("plain-http: [registry.example]\n");
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherWrite);
        var byFile = await archway.RunAsync("scan", "-");
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) & ~UnixFileMode.OtherWrite);
        var folder = Path.GetDirectoryName(file)!;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherWrite);
        var byFolder = await archway.RunAsync("scan", "-");

        Assert.Equal((2, 2), (byFile.ExitCode, byFolder.ExitCode));
        Assert.StartsWith($"archway: ~/{ArchwayProgram.ConfigurationFile} is not taken, since every user of this machine may write it", byFile.Error,
            StringComparison.Ordinal);
        Assert.StartsWith($"archway: ~/{ArchwayProgram.ConfigurationFile} is not taken, since every user of this machine may put another in its place",
            byFolder.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_a_configuration_is_judged_by_what_it_leads_to()
    {
        using TempFolder dotfiles = new TempFolder().With("archway.yaml", "format: csv\n");
        using ArchwayProgram archway = Offline();
        Directory.CreateDirectory(Path.Combine(archway.Home, ".config/archway"));
        File.CreateSymbolicLink(Path.Combine(archway.Home, ArchwayProgram.ConfigurationFile), Path.Combine(dotfiles.Path, "archway.yaml"));

        Assert.StartsWith("file,line", (await archway.RunAsync("scan", "-")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_page_on_configuration_shows_is_taken()
    {
        var blocks = File.ReadAllText(Path.Combine(Repository.Root, "docs/configuration.md")).Split("```yaml\n")[1..].Select(block => block.Split("```")[0])
            .ToArray();
        using TempFolder folder = new TempFolder().With("Dockerfile", "FROM traefik:v2.11.8\n").With("archway.yaml", blocks[1]);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        archway.With("ARCHWAY_OFFLINE", "1");
        using TestAuthority authority = new();
        archway.Configure(blocks[0].Replace("/etc/ssl/corporate-ca.pem", authority.Write(folder.Path), StringComparison.Ordinal));

        var ran = await archway.RunAsync("scan");

        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        Assert.Contains("0 unparsed", ran.Output, StringComparison.Ordinal);
        Assert.Contains("archway.yaml: without effect: D109 off, K108 note, exclude vendor/, exclude **/testdata/, build ghcr.io/acme/payments\n",
            ran.Output, StringComparison.Ordinal);
    }

    private static ArchwayProgram Offline()
    {
        ArchwayProgram archway = new() { Input = "traefik:v2.11.8\n" };
        return archway.With("ARCHWAY_OFFLINE", "1");
    }
}
