using System.Text.Json.Nodes;
using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>The shapes of images and pods that others of the trade get wrong, through the webhook, before the distribution project's own registry.</summary>
public sealed class ShapeTests(ShapeTests.Registry registry) : IClassFixture<ShapeTests.Registry>
{
    private const string Terms = "\"requiredDuringSchedulingIgnoredDuringExecution\":{\"nodeSelectorTerms\":";

    [Theory]
    [InlineData("attested", "amd64,arm64")]
    [InlineData("single-oci", "arm64")]
    [InlineData("single-docker", "arm64")]
    [InlineData("arm-index", "arm64")]
    [InlineData("windows", "amd64")]
    [InlineData("undeclared", "amd64,arm64")]
    public async Task A_pod_is_asked_for_the_architectures_that_its_image_has(string image, string architectures)
    {
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var review = Reviews.Create($"{registry.Host}/team/{image}:1");

        var answer = await webhook.AskAsync(review);

        Assert.Equal(("one", true), (answer.Uid, answer.IsAllowed));
        var pod = Reviews.Patched(review, answer);
        Assert.Equal($"[{{\"matchExpressions\":[{Required(architectures)}]}}]", TermsOf(pod));
        Assert.Equal(architectures, pod["metadata"]!["annotations"]!["archway/architectures"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_digest_stands_for_itself_whatever_its_tag_is_now()
    {
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var review = Reviews.Create($"{registry.Host}/team/moved@{Images.Index("linux/arm64").Digest}");

        Assert.Equal($"[{{\"matchExpressions\":[{Required("arm64")}]}}]", TermsOf(Reviews.Patched(review, await webhook.AskAsync(review))));
    }

    [Fact]
    public async Task A_term_of_the_pods_own_is_kept_and_met_as_well()
    {
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        const string Zone = """{"key":"zone","operator":"In","values":["az2"]}""";
        var review = Reviews.Create($"{registry.Host}/team/arm-index:1", $"\"affinity\":{{\"nodeAffinity\":{{{Terms}[{{\"matchExpressions\":[{Zone}]}}]}} }} }},");

        Assert.Equal($"[{{\"matchExpressions\":[{Zone},{Required("arm64")}]}}]", TermsOf(Reviews.Patched(review, await webhook.AskAsync(review))));
    }

    [Fact]
    public async Task Of_two_terms_the_one_that_asks_for_an_architecture_is_left()
    {
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        const string Own = """{"key":"kubernetes.io/arch","operator":"In","values":["amd64"]}""";
        const string Zone = """{"key":"zone","operator":"In","values":["az2"]}""";
        var review = Reviews.Create($"{registry.Host}/team/amd-index:1",
            $"\"affinity\":{{\"nodeAffinity\":{{{Terms}[{{\"matchExpressions\":[{Own}]}},{{\"matchExpressions\":[{Zone}]}}]}} }} }},");

        Assert.Equal($"[{{\"matchExpressions\":[{Own}]}},{{\"matchExpressions\":[{Zone},{Required("amd64")}]}}]",
            TermsOf(Reviews.Patched(review, await webhook.AskAsync(review))));
    }

    [Fact]
    public async Task A_label_of_before_is_understood()
    {
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var review = Reviews.Create($"{registry.Host}/team/attested:1", "\"nodeSelector\":{\"beta.kubernetes.io/arch\":\"arm64\"},");

        var pod = Reviews.Patched(review, await webhook.AskAsync(review));

        Assert.Null(pod["spec"]!["affinity"]);
        Assert.Equal("""{"beta.kubernetes.io/arch":"arm64"}""", pod["spec"]!["nodeSelector"]!.ToJsonString());
    }

    [Fact]
    public async Task No_architecture_in_common_leaves_the_pod_and_says_so_with_every_image()
    {
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var review = Reviews.Create($"{registry.Host}/team/amd-index:1", $"\"initContainers\":[{{\"name\":\"i\",\"image\":\"{registry.Host}/team/arm-index:1\"}}],");

        var answer = await webhook.AskAsync(review);

        Assert.True(answer.IsAllowed);
        Assert.Null(Reviews.Patched(review, answer)["spec"]!["affinity"]);
        Assert.Contains("team/arm-index:1 has linux/arm64", answer.Placement, StringComparison.Ordinal);
        Assert.Contains("team/amd-index:1 has linux/amd64", answer.Placement, StringComparison.Ordinal);
        Assert.Contains("no architecture in common", Assert.Single(answer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_that_is_missing_leaves_the_pod_and_says_so()
    {
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var review = Reviews.Create($"{registry.Host}/team/attested:gone");

        var answer = await webhook.AskAsync(review);

        Assert.True(answer.IsAllowed);
        Assert.Null(Reviews.Patched(review, answer)["spec"]!["affinity"]);
        Assert.Contains("has no 'gone' in this repository", answer.Placement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_refuses_the_connection_leaves_the_pod_and_says_so()
    {
        await using var webhook = await Webhook.StartAsync(["127.0.0.1:1"]);

        var answer = await webhook.AskAsync(Reviews.Create("127.0.0.1:1/team/app:1"));

        Assert.True(answer.IsAllowed);
        Assert.Contains("refused the connection", answer.Placement, StringComparison.Ordinal);
    }

    private static string Required(string architectures) =>
        $"{{\"key\":\"kubernetes.io/arch\",\"operator\":\"In\",\"values\":[{string.Join(',', architectures.Split(',').Select(one => $"\"{one}\""))}]}}";

    private static string TermsOf(JsonNode pod) =>
        pod["spec"]!["affinity"]!["nodeAffinity"]!["requiredDuringSchedulingIgnoredDuringExecution"]!["nodeSelectorTerms"]!.ToJsonString();

    /// <summary>A registry with an image of each shape.</summary>
    public sealed class Registry : IAsyncLifetime
    {
        private DebianRegistry? _registry;

        public string Host
        {
            get
            {
                DebianRegistry.SkipUnlessInstalled();
                return _registry!.Host;
            }
        }

        public async ValueTask InitializeAsync()
        {
            if (!DebianRegistry.IsInstalled) return;
            var stop = TestContext.Current.CancellationToken;
            _registry = await DebianRegistry.StartAsync(stop);
            var bare = Images.Manifest("linux/arm64", seed: "bare");
            (string Name, StoredImage Image)[] all =
            [
                ("attested", Images.Attested("linux/amd64", "linux/arm64")), ("single-oci", Images.Manifest("linux/arm64")),
                ("single-docker", Images.Manifest("linux/arm64", docker: true)), ("arm-index", Images.Index("linux/arm64")),
                ("amd-index", Images.Index("linux/amd64")), ("windows", Images.Index("linux/amd64", "windows/arm64")),
                ("undeclared", Images.Over(MediaTypes.OciIndex, Images.Entry("linux/amd64", docker: false), Images.Entry("linux/arm64", docker: false), (bare, bare.Entry()))),
                ("moved", Images.Index("linux/arm64")), ("moved", Images.Index("linux/amd64")),
            ];
            foreach (var (name, image) in all) await _registry.PushAsync($"team/{name}", "1", image, stop);
        }

        public async ValueTask DisposeAsync()
        {
            if (_registry is not null) await _registry.DisposeAsync();
        }
    }
}
