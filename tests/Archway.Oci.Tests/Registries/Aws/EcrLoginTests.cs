using Archway.Oci.Registries;
using Archway.Oci.Registries.Aws;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries.Aws;

/// <summary>Amazon ECR as its documentation describes it, reached under its own names through a proxy.</summary>
public sealed class EcrLoginTests : IAsyncLifetime
{
    private const string Registry = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
    private const string OtherAccount = "210987654321.dkr.ecr.eu-central-1.amazonaws.com";
    private const string Api = "api.ecr.eu-central-1.amazonaws.com";
    private static readonly StoredImage Image = Images.Index("linux/arm64");

    private readonly TestAuthority _authority = new();
    private readonly TestProxy _proxy = new();
    private readonly TempFolder _home = new();
    private TestRegistry _registry = null!;
    private TestRegistry _api = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync(_authority.Issue(Registry, OtherAccount));
        _registry.Put("acme/api", "1", Image);
        _registry.Put("acme/web", "1", Image);
        _registry.WantBasic("AWS", "the-password");
        _api = await TestRegistry.StartAsync(_authority.Issue(Api));
        _api.On().Answer(200, body: $$"""
            {"authorizationData":[{"authorizationToken":"{{Convert.ToBase64String("AWS:the-password"u8)}}","expiresAt":1.9E9,"proxyEndpoint":"https://{{Registry}}"}]}
            """, contentType: "application/x-amz-json-1.1");
        _proxy.Lead(Registry, _registry).Lead(OtherAccount, _registry).Lead(Api, _api);
    }

    [Fact]
    public async Task Aws_credentials_of_the_environment_log_in_once_for_all_accounts_of_a_region()
    {
        using RegistryClient client = new(With(new() { AccessKeyId = "AKIDEXAMPLE", SecretAccessKey = "hidden", SessionToken = "session" }));

        Assert.NotNull(await client.AskAsync($"{Registry}/acme/api:1"));
        Assert.NotNull(await client.AskAsync($"{OtherAccount}/acme/web:1"));

        var asked = Assert.Single(_api.Log);
        Assert.Equal(("POST", "/", "{}"), (asked.Method, asked.Path, asked.Body));
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/", asked.Authorization);
        Assert.Contains("/eu-central-1/ecr/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target,", asked.Authorization);
        Assert.DoesNotContain(_registry.Log, request => request.Authorization?.StartsWith("AWS4", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_profile_of_the_shared_files_logs_in()
    {
        _home.With(".aws/credentials", """
            [default]
            aws_access_key_id = WRONG
            aws_secret_access_key = wrong

            # a comment
            [work]
            aws_access_key_id=RIGHT
            aws_secret_access_key = hidden=
            """);
        using RegistryClient client = new(With(new() { Home = _home.Path, Profile = "work" }));

        Assert.NotNull(await client.AskAsync($"{Registry}/acme/api:1"));
        Assert.Contains("Credential=RIGHT/", Assert.Single(_api.Log).Authorization);
    }

    [Fact]
    public async Task The_config_file_names_its_profiles_otherwise()
    {
        _home.With(".aws/config", "[profile work]\naws_access_key_id = RIGHT\naws_secret_access_key = hidden\n");
        using RegistryClient client = new(With(new() { Home = _home.Path, Profile = "work" }));

        Assert.NotNull(await client.AskAsync($"{Registry}/acme/api:1"));
    }

    [Fact]
    public async Task A_login_of_dockers_files_outranks_it()
    {
        _home.With(".docker/config.json", $$"""{"auths":{"{{Registry}}":{"username":"AWS","password":"the-password"} } }""");
        using RegistryClient client = new(With(new() { AccessKeyId = "AKIDEXAMPLE", SecretAccessKey = "hidden" }));

        Assert.NotNull(await client.AskAsync($"{Registry}/acme/api:1"));
        Assert.Empty(_api.Log);
    }

    [Fact]
    public async Task Keys_that_aws_refuses_are_named_by_their_place_and_never_shown()
    {
        _api.On().Answer(400, body: """{"__type":"UnrecognizedClientException","message":"The security token of arn:aws:iam::123456789012:user/ann is invalid."}""");
        using RegistryClient client = new(With(new() { AccessKeyId = "AKIDEXAMPLE", SecretAccessKey = "hidden-secret" }));

        var refusal = await client.RefusalAsync($"{Registry}/acme/api:1");

        Assert.Contains("401 Unauthorized without credentials", refusal.Message);
        Assert.Contains("run aws ecr get-login-password --region eu-central-1 | docker login", refusal.Message);
        Assert.Contains("AWS refused the AWS keys from AWS_ACCESS_KEY_ID with 400 Bad Request (UnrecognizedClientException)", refusal.Message);
        Assert.DoesNotContain("hidden-secret", refusal.ToString());
        Assert.DoesNotContain("user/ann", refusal.ToString());
    }

    [Fact]
    public async Task A_profile_without_keys_is_said()
    {
        using RegistryClient client = new(With(new() { Home = _home.Path, Profile = "sso" }));

        var refusal = await client.RefusalAsync($"{Registry}/acme/api:1");

        Assert.Contains("the AWS profile 'sso' has no keys in ~/.aws", refusal.Message);
        Assert.Empty(_api.Log);
    }

    [Fact]
    public async Task Without_aws_credentials_it_is_asked_anonymously()
    {
        using RegistryClient client = new(With(new()));

        await client.RefusalAsync($"{Registry}/acme/api:1");

        Assert.Empty(_api.Log);
    }

    [Theory]
    [InlineData("123456789012.dkr.ecr.us-east-1.amazonaws.com", "https://api.ecr.us-east-1.amazonaws.com/")]
    [InlineData("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "https://ecr-fips.us-gov-west-1.amazonaws.com/")]
    [InlineData("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "https://api.ecr.cn-north-1.amazonaws.com.cn/")]
    [InlineData("123456789012.dkr-ecr.eu-west-1.on.aws", "https://ecr.eu-west-1.api.aws/")]
    public void Each_region_has_its_own_api(string host, string endpoint) => Assert.Equal(new Uri(endpoint), EcrLogin.EndpointOf(EcrHost.Find(host)!));

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _registry.DisposeAsync();
        await _api.DisposeAsync();
        _authority.Dispose();
        _home.Dispose();
    }

    private RegistryClientOptions With(AwsPlaces aws) => Asking.Options with
    {
        Credentials = new() { Home = _home.Path, Aws = aws },
        Proxy = ProxySettings.Of(name => name == "HTTPS_PROXY" ? _proxy.Host : null),
        Authorities = [_authority.Certificate],
    };
}
