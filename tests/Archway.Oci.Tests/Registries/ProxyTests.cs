using System.Security.Cryptography.X509Certificates;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

public sealed class ProxyTests : IDisposable
{
    private static readonly StoredImage Image = Images.Index("linux/arm64");
    private readonly TestAuthority _authority = new();

    [Fact]
    public async Task A_registry_of_any_name_is_asked_through_the_proxy_over_tls()
    {
        await using var registry = await TestRegistry.StartAsync(_authority.Issue("registry.example.com"));
        registry.Put("acme/api", "1", Image);
        await using TestProxy proxy = new();
        proxy.Lead("registry.example.com", registry);
        using RegistryClient client = new(Through($"http://{proxy.Host}"));

        var manifest = await client.AskAsync("registry.example.com/acme/api:1");

        Assert.Equal(Image.Digest, manifest?.Self.Digest);
        Assert.Equal(["registry.example.com:443"], proxy.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_proxys_login_comes_from_its_address_and_goes_to_it_alone(bool closes)
    {
        await using var registry = await TestRegistry.StartAsync(_authority.Issue("registry.example.com"));
        registry.Put("acme/api", "1", Image);
        await using TestProxy proxy = new("ann:p@ss:word") { Closes = closes };
        proxy.Lead("registry.example.com", registry);
        using RegistryClient client = new(Through($"http://ann:p%40ss%3Aword@{proxy.Host}"));

        Assert.NotNull(await client.AskAsync("registry.example.com/acme/api:1"));
        Assert.All(registry.Log, request => Assert.Null(request.Authorization));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_TLS_the_proxy_gets_its_login_too(bool closes)
    {
        await using var proxy = await TestRegistry.StartAsync(new TestRegistryOptions
        {
            Before = (context, _) =>
            {
                if (context.Request.Headers.ProxyAuthorization == Home.Basic("ann:right")) return Task.FromResult(false);
                context.Response.StatusCode = 407;
                context.Response.Headers.ProxyAuthenticate = "Basic realm=\"test\"";
                if (closes) context.Response.Headers.Connection = "close";
                return Task.FromResult(true);
            },
        });
        proxy.Put("acme/api", "1", Image);
        using RegistryClient client = new(Asking.Options with
        {
            Proxy = Settings(("HTTP_PROXY", $"http://ann:right@{proxy.Host}")),
            PlainHttpHosts = new HashSet<string> { "registry.example.com" },
            Retries = 0,
        });

        Assert.NotNull(await client.AskAsync("registry.example.com/acme/api:1"));
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_named_and_its_password_is_not()
    {
        await using TestProxy proxy = new("ann:right");

        var refusal = await Asking.RefusalAsync("registry.example.com/acme/api:1", Through($"http://ann:wrong-secret@{proxy.Host}"));

        Assert.Equal(RegistryFault.Unreachable, refusal.Fault);
        Assert.Contains($"the proxy {proxy.Host} made no way to it; check the proxy's login", refusal.Message);
        Assert.DoesNotContain("wrong-secret", refusal.ToString());
    }

    [Theory]
    [InlineData("429 Too Many Requests", "the proxy PROXY made no way to it and answered 429")]
    [InlineData("503 Service Unavailable", "the proxy PROXY made no way to it and answered 503")]
    public async Task A_proxy_that_has_enough_is_not_taken_for_the_registry(string answer, string sentence)
    {
        await using TestProxy proxy = new() { Refusal = answer };

        var refusal = await Asking.RefusalAsync("registry.example.com/acme/api:1", Through($"http://{proxy.Host}"));

        Assert.Equal(RegistryFault.Unreachable, refusal.Fault);
        Assert.Contains(sentence.Replace("PROXY", proxy.Host, StringComparison.Ordinal), refusal.Message);
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_is_named()
    {
        string host;
        await using (TestProxy gone = new()) host = gone.Host;

        var refusal = await Asking.RefusalAsync("registry.example.com/acme/api:1", Through($"http://{host}"));

        Assert.Contains($"registry.example.com was not asked: the proxy {host} could not be reached", refusal.Message);
    }

    [Theory]
    [InlineData("169.254.169.254/latest/meta-data:1")]
    [InlineData("169.254.170.2/v2/credentials:1")]
    public async Task A_metadata_address_is_not_asked_through_a_proxy_either(string reference)
    {
        await using TestProxy proxy = new();

        var refusal = await Asking.RefusalAsync(reference, Through($"http://{proxy.Host}"));

        Assert.Contains("link-local or metadata address, which is never asked", refusal.Message);
        Assert.Empty(proxy.Asked);
    }

    [Fact]
    public async Task A_public_host_leads_to_no_private_one_through_a_proxy()
    {
        await using var registry = await TestRegistry.StartAsync(_authority.Issue("registry.example.com"));
        registry.WantBearer(realm: "https://10.0.0.8/token");
        await using TestProxy proxy = new();
        proxy.Lead("registry.example.com", registry);

        var refusal = await Asking.RefusalAsync("registry.example.com/acme/api:1", Through($"http://{proxy.Host}"));

        Assert.Contains("it has a private address, and a public host led there", refusal.Message);
        Assert.Equal(["registry.example.com:443"], proxy.Asked.Distinct());
    }

    [Fact]
    public async Task A_host_under_another_certificate_is_not_trusted_because_its_authority_is()
    {
        await using var registry = await TestRegistry.StartAsync(_authority.Issue("other.example.com"));
        await using TestProxy proxy = new();
        proxy.Lead("registry.example.com", registry);

        var refusal = await Asking.RefusalAsync("registry.example.com/acme/api:1", Through($"http://{proxy.Host}"));

        Assert.Contains("TLS with registry.example.com failed", refusal.Message);
        Assert.Empty(registry.Log);
    }

    [Theory]
    [InlineData("example.com", "https://example.com/", true)]
    [InlineData("example.com", "https://registry.example.com/", true)]
    [InlineData("example.com", "https://notexample.com/", false)]
    [InlineData(".example.com", "https://example.com/", false)]
    [InlineData("*.example.com", "https://registry.example.com/", true)]
    [InlineData("example.com:5000", "https://example.com:5000/", true)]
    [InlineData("example.com:5000", "https://example.com/", false)]
    [InlineData("10.0.0.0/8", "https://10.1.2.3/", true)]
    [InlineData("10.0.0.0/8", "https://11.1.2.3/", false)]
    [InlineData("10.1.2.3:5000", "https://10.1.2.3:5000/", true)]
    [InlineData("fd00::/8", "https://[fd00::1]/", true)]
    [InlineData("*", "https://example.com/", true)]
    [InlineData("a.example, example.com", "https://example.com/", true)]
    [InlineData("", "https://localhost:5000/", true)]
    [InlineData("", "https://127.0.0.1/", true)]
    [InlineData("", "https://example.com/", false)]
    public void Whom_to_ask_directly_is_listed(string list, string address, bool isDirect) =>
        Assert.Equal(isDirect, Settings(("HTTPS_PROXY", "proxy.example:3128"), ("NO_PROXY", list))!.IsBypassed(new Uri(address)));

    [Fact]
    public void Plain_and_secure_requests_have_proxies_of_their_own_and_lower_case_counts_first()
    {
        var settings = Settings(("HTTP_PROXY", "http://upper:1"), ("http_proxy", "http://lower:1"), ("https_proxy", "socks5://secure:2"))!;

        Assert.Equal(new Uri("http://lower:1"), settings.GetProxy(new Uri("http://example.com/")));
        Assert.Equal(new Uri("socks5://secure:2"), settings.GetProxy(new Uri("https://example.com/")));
    }

    [Theory]
    [InlineData("ftp://user:secret@host")]
    [InlineData("http://")]
    [InlineData("http://user:secret@ho st")]
    public void What_is_no_proxys_address_is_refused_without_repeating_it(string value)
    {
        var fault = Assert.Throws<FormatException>(() => Settings(("HTTPS_PROXY", value)));

        Assert.StartsWith("HTTPS_PROXY in the environment is not the address of a proxy", fault.Message);
        Assert.DoesNotContain("secret", fault.ToString());
    }

    [Fact]
    public void Without_variables_there_is_no_proxy() => Assert.Null(Settings(("NO_PROXY", "*")));

    public void Dispose() => _authority.Dispose();

    private RegistryClientOptions Through(string proxy) => Asking.Options with
    {
        Proxy = Settings(("HTTPS_PROXY", proxy)),
        Authorities = new X509Certificate2Collection(_authority.Certificate),
    };

    private static ProxySettings? Settings(params (string Name, string Value)[] variables) =>
        ProxySettings.Of(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
