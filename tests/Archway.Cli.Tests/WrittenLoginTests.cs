using System.Text.RegularExpressions;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>A login that is typed or set where none belongs: it is never repeated, whole or in part.</summary>
public sealed partial class WrittenLoginTests
{
    // What a generator of passwords may give, cut where some grammar or other would cut.
    private static readonly string[] Passwords =
        ["hunter22", "hun/ter22", "hun:ter22", "hun@ter22", "hun,ter22", "hun=ter22", "hun%2Fter22", "hun ter22", "hun?ter22", "hun'ter22", "hun$ter22", "HunTer22#x"];

    private static readonly string[] Words =
    [
        "https://ann:{0}@ghcr.io/acme/api", "http://ann:{0}@proxy:3128", "ann:{0}@ghcr.io/acme/api:1", "ann:{0}@ghcr.io", "oci://ann:{0}@ghcr.io/acme/api",
        "oci-archive://ann:{0}@host/x", "image:https://ann:{0}@ghcr.io/a", "docker.io=https://ann:{0}@harbor.example.com/hub",
        "docker.io=ann:{0}@harbor.example.com/hub", "https://{0}@ghcr.io/acme/api", "json=https://ann:{0}@host/x.json", "D109=https://ann:{0}@host",
        "dir:https://ann:{0}@host/x", "k8s:https://ann:{0}@host", "https://ghcr.io/acme/api?token={0}",
    ];

    public static TheoryData<string> Places => new(
        "scan", "scan -p", "scan --platform=", "scan -f", "scan --format:", "scan -o", "scan -o=", "scan --fail-on", "scan --rules", "scan --owner",
        "scan --changed-since", "scan --exclude . --render-values", "scan --mirror", "scan --mirror=", "scan --ca-file", "scan --give-up-after", "scan --require",
        "scan --offline=", "scan --no-such-option", "scan --no-such-option=", "scan -x", "image", "image -p", "image --mirror", "image --ca-file",
        "image --offline --plain-http", "registry", "registry check", "registry check --mirror", "registry check ghcr.io --offline --ca-file", "registry tags",
        "registry tags ghcr.io/a/b", "catalog", "catalog check", "catalog check --delivery", "catalog check istio --fail-on", "catalog list --category",
        "catalog show", "catalog search --format", "convert", "convert -f", "cache", "cache import", "cache export /nowhere/", "completion", "", "--");

    [Theory]
    [MemberData(nameof(Places))]
    public async Task On_the_command_line_no_message_repeats_it(string place)
    {
        using TempFolder folder = new();
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        var arguments = place.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        foreach (var (typed, password) in Written(Words))
        {
            var ran = await archway.RunAsync(arguments is [.., var last] && last[^1] is '=' or ':' or '/'
                ? [.. arguments[..^1], last + typed]
                : [.. arguments, typed]);

            Assert.True(ran.ExitCode == ExitCodes.Failed, $"{place} {typed}: {ran}");
            Repeats(ran, password);
        }
    }

    [Theory]
    [InlineData("ARCHWAY_MIRROR")]
    [InlineData("ARCHWAY_PLATFORM")]
    [InlineData("ARCHWAY_FORMAT")]
    [InlineData("ARCHWAY_OUTPUT")]
    [InlineData("ARCHWAY_FAIL_ON")]
    [InlineData("ARCHWAY_NO_CACHE")]
    [InlineData("ARCHWAY_GIVE_UP_AFTER")]
    [InlineData("ARCHWAY_RULES")]
    [InlineData("ARCHWAY_CA_FILE")]
    [InlineData("ARCHWAY_CONFIG")]
    [InlineData("HTTPS_PROXY", "gopher://ann:{0}@proxy.lan:1")]
    [InlineData("HTTP_PROXY", "http://ann:{0}@proxy lan:a")]
    public async Task In_the_environment_no_message_repeats_it(string variable, string? word = null)
    {
        using TempFolder folder = new TempFolder().With("Dockerfile", "FROM example.com/a/b:1\n");
        foreach (var (set, password) in Written(word is null ? Words : [word]))
        {
            using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

            var ran = await archway.With(variable, set).RunAsync("scan", "--offline");

            Assert.True(ran.ExitCode == ExitCodes.Failed, $"{variable} {set}: {ran}");
            Repeats(ran, password);
        }
    }

    [Theory]
    [InlineData("mirror: [\"{0}\"]")]
    [InlineData("platform: \"{0}\"")]
    [InlineData("rules: {{\"{0}\": off}}")]
    [InlineData("\"{0}\": 1")]
    [InlineData("\"{0}\"")]
    [InlineData("no-cache: \"{0}\"")]
    [InlineData("ca-file: [\"{0}\"]")]
    public async Task In_the_user_configuration_no_message_repeats_it(string text)
    {
        using TempFolder folder = new TempFolder().With("Dockerfile", "FROM example.com/a/b:1\n");
        foreach (var password in Passwords)
        {
            using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
            archway.Configure(string.Format(null, text, string.Format(null, Words[0], password)));

            var ran = await archway.RunAsync("scan", "--offline");

            Assert.Equal(ExitCodes.Failed, ran.ExitCode);
            Repeats(ran, password);
        }
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    [InlineData("markdown")]
    public async Task What_is_scanned_is_not_repeated_with_it_either(string format)
    {
        using TempFolder folder = new TempFolder()
            .With("compose.yaml", "services: {a: {image: 'https://ann:hunter22@ghcr.io/acme/api'}, b: {image: 'ann:hunter22@ghcr.io/acme/api:1'}}\n")
            .With("archway.yaml", "rules: {'https://ann:hunter22@ghcr.io': off}\n'https://ann:hunter22@ghcr.io': 1\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", "--offline", "--format", format);

        Assert.Equal(ExitCodes.Done, ran.ExitCode);
        Assert.Contains("***@ghcr.io", ran.Output.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", ran.Output + ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_not_repeated_with_it_either()
    {
        using ArchwayProgram archway = new() { Input = "istio\nann:hunter22@ghcr.io/acme/api:1\n" };

        Assert.DoesNotContain("hunter", (await archway.RunAsync("catalog", "check", "-")).Error, StringComparison.Ordinal);
        using ArchwayProgram scan = new() { Input = "ann:hunter22@ghcr.io/acme/api:1\n" };
        Assert.DoesNotContain("hunter", (await scan.RunAsync("scan", "-", "--offline")).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ghcr.io/acme/api:1@sha256:abc", "'ghcr.io/acme/api:1@sha256:abc' is not an image reference")]
    [InlineData("./node_modules/@types/none", "node_modules/@types/none'")]
    [InlineData("dir:./a@b", "/a@b'")]
    public async Task What_is_no_login_is_repeated_as_it_is(string word, string told)
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync(word[0] == 'g' ? "image" : "scan", word);

        Assert.Equal(ExitCodes.Failed, ran.ExitCode);
        Assert.Contains(told, ran.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Word, string Password)> Written(string[] words) =>
        words.SelectMany(_ => Passwords, (word, password) => (string.Format(null, word, password), password));

    // Neither the password nor any stretch of it that a grammar could have cut out.
    private static void Repeats(Ran ran, string password)
    {
        foreach (var piece in Cuts().Split(password).Append(password).Where(piece => piece.Length >= 3))
            Assert.False(ran.ToString().Contains(piece, StringComparison.OrdinalIgnoreCase), $"'{piece}' of {password}: {ran}");
    }

    [GeneratedRegex("[^A-Za-z0-9]|2F")]
    private static partial Regex Cuts();
}
