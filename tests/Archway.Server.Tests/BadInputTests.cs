using System.Net;
using System.Text;
using Archway.Testing;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>What no API server sends: a clear answer in a bounded time, and the server lives.</summary>
public sealed class BadInputTests
{
    public static TheoryData<string, string> Malformed => new()
    {
        { "", "is not JSON" },
        { "null", "not a JSON object" },
        { "[]", "not a JSON object" },
        { "{", "is not JSON" },
        { "{}", "no AdmissionReview" },
        { """{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1beta1","request":{"uid":"1"}}""", "no AdmissionReview of admission.k8s.io/v1" },
        { """{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"}""", "no request" },
        { """{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{}}""", "no uid" },
        { """{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":7}}""", "no text" },
        { """{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"\ud800"}}""", "surrogate" },
        { Reviews.Of("CREATE", "{}") + "{}", "" },
        { $$"""{"kind":{{new string('[', 100_000)}}""", "levels deep" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_is_no_review_is_answered_400_and_the_next_one_is_answered(string body, string problem)
    {
        await using var webhook = await Webhook.StartAsync([]);

        var answer = await webhook.AskAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(problem, answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("fault", string.Join('\n', webhook.Log), StringComparison.Ordinal);
        Assert.True((await webhook.AskAsync(Reviews.Of("UPDATE", "{}"))).IsAllowed);
    }

    [Fact]
    public async Task A_body_that_is_not_utf8_is_answered_400()
    {
        await using var webhook = await Webhook.StartAsync([]);
        var body = Encoding.UTF8.GetBytes(Reviews.Create("app:1"));
        body[body.AsSpan().IndexOf("app:1"u8)] = 0xff;
        using var content = Reviews.Content(body);

        var answer = await Webhook.PostAsync(webhook.Client, content);

        Assert.Equal((HttpStatusCode.BadRequest, "the body is not UTF-8\n"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Large_bodies_that_never_end_are_sent_away_beyond_what_memory_there_is_and_others_are_answered()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var review = Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")));
        using CancellationTokenSource ended = new();
        var bodies = Enumerable.Range(0, 40).Select(async _ =>
        {
            using var client = webhook.ClientOf();
            using PushedContent content = new(6 * 1024 * 1024, ended.Token);
            try
            {
                using var answer = await client.PostAsync(new Uri("/admit", UriKind.Relative), content, ended.Token);
                return (int)answer.StatusCode;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                return 0;
            }
        }).ToArray();

        // Of the bodies those beyond the memory are sent away, and none of the others comes to an end.
        await Task.WhenAny(bodies);
        Assert.Equal("requires kubernetes.io/arch in arm64", (await webhook.AskAsync(review)).Placement);
        await ended.CancelAsync();
        var statuses = await Task.WhenAll(bodies);
        Assert.DoesNotContain(500, statuses);
        Assert.Equal("requires kubernetes.io/arch in arm64", (await webhook.AskAsync(review)).Placement);
        Assert.Empty(webhook.Log);
    }

    [Fact]
    public async Task Forty_of_the_largest_reviews_at_once_leave_a_server_with_little_memory_alive_and_small_ones_are_answered()
    {
        await using var registry = await TestRegistry.StartAsync();
        using TempFolder folder = new();
        using TestAuthority authority = new();
        Webhook.WriteCertificate(folder, authority);
        // A quarter of what deployed pods have.
        await using var program = await ServerProgram.StartAsync(registry.Host, folder, ("DOTNET_GCHeapHardLimit", "0x6000000"));
        var image = registry.Put("team/app", "1", Images.Index("linux/arm64"));
        var annotations = string.Join(',', Enumerable.Range(0, 10_500).Select(i => $"\"note-{i}\":\"{new string('x', 690)}\""));
        var large = Encoding.UTF8.GetBytes(Reviews.Create(image, metadata: $"\"annotations\":{{{annotations}}},"));
        using var client = program.ClientOf(authority);
        var isOver = false;
        var small = Task.Run(async () =>
        {
            var count = 0;
            for (; !Volatile.Read(ref isOver); count++)
            {
                using var content = Reviews.Content(Reviews.Create(image));
                Assert.Equal("requires kubernetes.io/arch in arm64", (await Webhook.PostAsync(client, content)).Placement);
            }

            return count;
        });

        int[] statuses;
        try
        {
            statuses = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
            {
                using var own = program.ClientOf(authority);
                using var content = Reviews.Content(large);
                try
                {
                    using var answer = await own.PostAsync(new Uri("/admit?timeout=30s", UriKind.Relative), content, Webhook.Stop);
                    return (int)answer.StatusCode;
                }
                catch (HttpRequestException)
                {
                    // Sent away before it had sent all.
                    return 503;
                }
            }));
        }
        finally
        {
            Volatile.Write(ref isOver, true);
        }

        Assert.True(await small > 0);
        Assert.All(statuses, status => Assert.True(status is 200 or 503, $"{status}"));
        Assert.Contains(200, statuses);
        Assert.Contains(503, statuses);
    }

    [Fact]
    public async Task What_a_pod_merely_prefers_is_not_counted_against_it()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var preferred = string.Join(',', Enumerable.Repeat("{\"weight\":1,\"preference\":{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Exists\"}]}}", 3000));

        var answer = await webhook.AskAsync(Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")),
            $"\"affinity\":{{\"nodeAffinity\":{{\"preferredDuringSchedulingIgnoredDuringExecution\":[{preferred}]}} }},"));

        Assert.Equal("requires kubernetes.io/arch in arm64", answer.Placement);
    }

    /// <summary>A body of so many blanks, behind which nothing comes.</summary>
    private sealed class PushedContent(int length, CancellationToken ended) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(Enumerable.Repeat((byte)' ', length).ToArray(), ended);
            await stream.FlushAsync(ended);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_review_of_ten_megabytes_is_answered_413(bool isLengthTold)
    {
        await using var webhook = await Webhook.StartAsync([]);
        using HttpContent content = isLengthTold ? Reviews.Content(new byte[10_000_000]) : new StreamContent(new Unseekable(new byte[10_000_000]));

        var answer = await Webhook.PostAsync(webhook.Client, content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.True((await webhook.AskAsync(Reviews.Of("UPDATE", "{}"))).IsAllowed);
    }

    [Theory]
    [InlineData(false, "requires kubernetes.io/arch in arm64")]
    [InlineData(true, "it names more than 200 images")]
    public async Task A_pod_of_a_thousand_containers_is_answered(bool areImagesManifold, string told)
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var image = registry.Put("team/app", "1", Images.Index("linux/arm64"));
        var containers = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"{{\"name\":\"c{i}\",\"image\":\"{image}{(areImagesManifold ? i : "")}\"}}"));

        var answer = await webhook.AskAsync(Reviews.Of("CREATE", $"{{\"metadata\":{{}},\"spec\":{{\"containers\":[{containers}]}} }}"));

        Assert.Contains(told, answer.Placement, StringComparison.Ordinal);
        Assert.Equal(areImagesManifold ? 0 : 1, registry.Log.Count);
    }

    [Theory]
    [InlineData(1000, 1, 1, "its affinity has 1000 terms")]
    [InlineData(1, 3000, 1, "expressions and values")]
    [InlineData(1, 1, 5000, "expressions and values")]
    [InlineData(10_000, 1, 1, "larger than any")]
    [InlineData(1, 1, 100_000, "larger than any")]
    public async Task An_absurd_affinity_is_let_be(int terms, int expressions, int values, string told)
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var expression = $"{{\"key\":\"kubernetes.io/arch\",\"operator\":\"In\",\"values\":[{string.Join(',', Enumerable.Range(0, values).Select(i => $"\"a{i}\""))}]}}";
        var term = $"{{\"matchExpressions\":[{string.Join(',', Enumerable.Repeat(expression, expressions))}]}}";
        var affinity = $"\"affinity\":{{\"nodeAffinity\":{{\"requiredDuringSchedulingIgnoredDuringExecution\":{{\"nodeSelectorTerms\":[{string.Join(',', Enumerable.Repeat(term, terms))}]}} }} }},";

        var answer = await webhook.AskAsync(Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")), affinity));

        Assert.True(answer.IsAllowed);
        Assert.Contains(told, answer.Placement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"affinity\":{\"nodeAffinity\":[]},")]
    [InlineData("\"affinity\":7,")]
    [InlineData("\"affinity\":{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":{\"nodeSelectorTerms\":7}}},")]
    [InlineData("\"tolerations\":{\"key\":\"x\"},")]
    [InlineData("\"nodeSelector\":[],")]
    public async Task A_spec_of_another_form_than_any_pods_is_never_patched_wrongly(string spec)
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with
        {
            Policy = new() { Placing = new() { Preferred = "arm64", Tolerated = Archway.Placing.Constraining.PlacingOptions.ArmTaints } },
        });
        var review = Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/amd64", "linux/arm64")), spec);

        var answer = await webhook.AskAsync(review);

        Assert.True(answer.IsAllowed);
        Assert.NotNull(Reviews.Patched(review, answer));
    }

    [Fact]
    public async Task Each_change_is_said_once_however_many_terms_get_it()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var terms = string.Join(',', Enumerable.Range(0, 3).Select(i => $"{{\"matchExpressions\":[{{\"key\":\"pool\",\"operator\":\"In\",\"values\":[\"{i}\"]}}]}}"));

        var answer = await webhook.AskAsync(Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")),
            $"\"affinity\":{{\"nodeAffinity\":{{\"requiredDuringSchedulingIgnoredDuringExecution\":{{\"nodeSelectorTerms\":[{terms}]}} }} }},"));

        Assert.Equal("requires kubernetes.io/arch in arm64", answer.Placement);
    }

    private sealed class Unseekable(byte[] content) : MemoryStream(content, writable: false)
    {
        public override bool CanSeek => false;
    }
}
