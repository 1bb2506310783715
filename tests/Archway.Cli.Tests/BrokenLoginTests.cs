using System.Text;
using Archway.Testing;
using Archway.Testing.StandIns;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Logins that lie where docker and podman keep theirs and cannot be used: the user reads which and why, and never what stands in them.</summary>
public sealed class BrokenLoginTests : IDisposable
{
    private readonly ArchwayProgram _archway = new();

    [Theory]
    [InlineData("""{"auths":{"HOST":{"auth":"hunter2!"}}}""", "the entry for HOST in FILE cannot be used: its auth is no base64")]
    [InlineData("""{"auths":{"HOST":{"auth":"aHVudGVyMg=="}}}""", "the entry for HOST in FILE cannot be used: its auth has no colon between user and password")]
    [InlineData("""{"auths":{"HOST":{"auth":"Omh1bnRlcjI="}}}""", "the entry for HOST in FILE cannot be used: it names no user")]
    [InlineData("""{"auths":{"HOST":{"auth":"aHVudGVyMjo="}}}""", "the entry for HOST in FILE cannot be used: it has no password")]
    [InlineData("""{"auths":{"HOST":{"auth":["hunter2"]}}}""", "the entry for HOST in FILE cannot be used: its auth is no text")]
    [InlineData("""{"auths":{"HOST":{"identitytoken":{"hunter2":1}}}}""", "the entry for HOST in FILE cannot be used: its identitytoken is no text")]
    [InlineData("""{"auths":{"HOST":{"username":"ann"}}}""", "the entry for HOST in FILE cannot be used: it has no password")]
    [InlineData("""{"auths":{"HOST":{"username":"ann","password":7}}}""", "the entry for HOST in FILE cannot be used: it has no password")]
    [InlineData("""{"auths":{"https://HOST/v2/":"hunter2"}}""", "the entry for HOST in FILE cannot be used: it is no mapping")]
    [InlineData("""{"auths":{"HOST/acme":7}}""", "the entry for HOST/acme in FILE cannot be used: it is no mapping")]
    [InlineData("""{"auths":["hunter2"]}""", "auths in FILE cannot be used: it is no mapping")]
    [InlineData("""{"credHelpers":{"HOST":["hunter2"]}}""", "the entry for HOST in FILE cannot be used: its credential helper is no text")]
    [InlineData("""{"credHelpers":"hunter2"}""", "credHelpers in FILE cannot be used: it is no mapping")]
    [InlineData("""{"credsStore":["hunter2"]}""", "credsStore in FILE cannot be used: it is no text")]
    [InlineData("""["hunter2"]""", "FILE is not a JSON object")]
    [InlineData("""{"auths": hunter2""", "FILE is not JSON that can be read (line 1, byte 11)")]
    public async Task What_cannot_be_used_is_told_once_and_where_a_login_was_wanted(string config, string problem)
    {
        await using var open = await TestRegistry.StartAsync();
        await using var closed = await TestRegistry.StartAsync();
        closed.WantBasic("ann", "hunter2");
        string[] images = [open.Put("acme/api", "1", Image), open.Put("acme/web", "1", Image)];
        var hidden = closed.Put("acme/api", "1", Image);

        var ran = await ScanAsync(config.Replace("HOST", open.Host, StringComparison.Ordinal), images);
        Assert.Equal($"archway: {Told(problem, open.Host)}\n", ran.Error);
        Assert.Equal(ran.ToString(), (await ScanAsync(config.Replace("HOST", open.Host, StringComparison.Ordinal), images)).ToString());

        var refused = await ScanAsync(config.Replace("HOST", closed.Host, StringComparison.Ordinal), hidden);
        Assert.Contains("401 Unauthorized without credentials", refused.Output, StringComparison.Ordinal);
        Assert.Contains($"run docker login {closed.Host} ({Told(problem, closed.Host)})", refused.Output, StringComparison.Ordinal);
        Assert.Equal($"archway: {Told(problem, closed.Host)}\n", refused.Error);
        Assert.DoesNotContain("hunter2", ran.Output + ran.Error + refused.Output + refused.Error, StringComparison.Ordinal);
        Assert.All(closed.Log, request => Assert.Null(request.Authorization));
    }

    [Theory]
    [InlineData("""{"auths":{"HOST":{}},"credsStore":""}""")]
    [InlineData("""{"auths":{"HOST":{"auth":""},"other.example.com":{"auth":"!"}},"credHelpers":{"other.example.com":7}}""")]
    [InlineData("")]
    public async Task What_docker_leaves_behind_and_what_is_of_another_registry_is_not_told(string config)
    {
        await using var registry = await TestRegistry.StartAsync();

        var ran = await ScanAsync(config.Replace("HOST", registry.Host, StringComparison.Ordinal), registry.Put("acme/api", "1", Image));

        Assert.Equal("", ran.Error);
    }

    [Fact]
    public async Task Files_that_cannot_be_read_are_told_in_their_order_and_hinder_no_other()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "right");
        Directory.CreateDirectory(Path.Combine(_archway.Home, "folder"));
        _archway.With("REGISTRY_AUTH_FILE", Path.Combine(_archway.Home, "folder")).With("XDG_CONFIG_HOME", Path.Combine(_archway.Home, ".config"));
        Directory.CreateDirectory(Path.Combine(_archway.Home, ".config/containers"));
        File.WriteAllText(Path.Combine(_archway.Home, ".config/containers/auth.json"),
            """{"auths":{"HOST":{"auth":"YW5uOnJpZ2h0"}}}""".Replace("HOST", registry.Host, StringComparison.Ordinal));

        var ran = await ScanAsync(new string(' ', (1024 * 1024) + 1), registry.Put("acme/api", "1", Image));

        Assert.Contains("1 ready", ran.Output, StringComparison.Ordinal);
        Assert.Equal($"archway: {Path.Combine(_archway.Home, "folder")} could not be read\n"
            + $"archway: {ConfigFile} has 1048577 bytes; 1048576 at most are read\n", ran.Error);
    }

    [Fact]
    public async Task A_list_of_tags_and_one_image_tell_it_too()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("acme/api", "1", Image);
        Directory.CreateDirectory(Path.GetDirectoryName(ConfigFile)!);
        File.WriteAllText(ConfigFile, $$$"""{"auths":{"{{{registry.Host}}}":7}}""");
        var told = $"archway: the entry for {registry.Host} in {ConfigFile} cannot be used: it is no mapping\n";

        Assert.Equal(new Ran(ExitCodes.Done, "1\n", told), await _archway.RunAsync("registry", "tags", reference));
        Assert.Equal(told, (await _archway.RunAsync("image", reference)).Error);
        Assert.Equal("", (await _archway.RunAsync("scan", $"image:{reference}", "--quiet")).Error);
    }

    [Theory]
    [InlineData("AWS_PROFILE=prod", "[default]\naws_access_key_id = AKID\naws_secret_access_key = hunter2\n", "the AWS profile 'prod' has no keys in ~/.aws")]
    [InlineData("", "[default]\naws_access_key_id = AKID\n", "[default] in CREDENTIALS has only one of aws_access_key_id and aws_secret_access_key")]
    [InlineData("AWS_PROFILE=prod", "[prod]\naws_secret_access_key = hunter2\n", "[prod] in CREDENTIALS has only one of aws_access_key_id and aws_secret_access_key")]
    [InlineData("AWS_SECRET_ACCESS_KEY=hunter2", "", "of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment only one is set")]
    [InlineData("AWS_ACCESS_KEY_ID=AKID", "", "of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment only one is set")]
    [InlineData("AWS_SHARED_CREDENTIALS_FILE=BIG", "", "BIG has more than 1048576 bytes")]
    [InlineData("AWS_CONFIG_FILE=FOLDER", "", "FOLDER is a folder")]
    public async Task Aws_keys_that_are_none_are_told(string variable, string credentials, string problem)
    {
        await using StandIns.Scene scene = new();
        var registry = await scene.Internet.AddAsync(new ElasticRegistry());
        registry.Hide("acme/api", "1", Image);
        var home = scene.Archway.Home;
        var (big, file) = (Path.Combine(home, "big"), Path.Combine(home, ".aws/credentials"));
        Directory.CreateDirectory(Path.Combine(home, ".aws"));
        File.WriteAllText(file, credentials);
        File.WriteAllText(big, new string('#', (1024 * 1024) + 1));
        if (variable.Split('=') is [var name, var value]) scene.Archway.With(name, value.Replace("BIG", big, StringComparison.Ordinal).Replace("FOLDER", home, StringComparison.Ordinal));

        var told = await scene.ScanAsync($"{ElasticRegistry.Own}/acme/api:1");

        var said = problem.Replace("CREDENTIALS", "~/.aws/credentials", StringComparison.Ordinal).Replace("BIG", "~/big", StringComparison.Ordinal)
            .Replace("FOLDER", "~", StringComparison.Ordinal);
        Assert.Contains($"\narchway: {said}", told, StringComparison.Ordinal);
        Assert.Contains($"({said}", told, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", told, StringComparison.Ordinal);
        Assert.DoesNotContain("api.ecr.", told, StringComparison.Ordinal);
    }

    public void Dispose() => _archway.Dispose();

    private static StoredImage Image { get; } = Images.Index("linux/arm64");

    private string ConfigFile => Path.Combine(_archway.Home, ".docker/config.json");

    private string Told(string problem, string host) =>
        problem.Replace("HOST", host, StringComparison.Ordinal).Replace("FILE", ConfigFile, StringComparison.Ordinal);

    private Task<Ran> ScanAsync(string config, params string[] images)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ConfigFile)!);
        File.WriteAllText(ConfigFile, config, new UTF8Encoding(false));
        return _archway.RunAsync(["scan", .. images.Select(image => $"image:{image}"), "--no-cache"]);
    }
}
