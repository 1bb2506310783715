using Archway.Testing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Archway.Cli.Tests.Aws;

/// <summary>AWS that refuses, throttles, answers in pages, half, or not at all.</summary>
public sealed class AwsTroubleTests
{
    [Fact]
    public async Task Keys_that_have_expired_are_said_to_have()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.On("*", "ExpiredTokenException", "The security token included in the request is expired");

        Assert.Equal("nothing was read from 'ecs:': cannot list the clusters in eu-central-1: the AWS keys from AWS_ACCESS_KEY_ID have expired (ExpiredTokenException); "
            + "log in again, as with aws sso login, and take new ones", await RefusalAsync(scene));
        Assert.Single(scene.Aws.Log);
    }

    [Theory]
    [InlineData("AKIDOTHER", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "AWS does not know the AWS keys from AWS_ACCESS_KEY_ID there (UnrecognizedClientException); check them with aws sts get-caller-identity")]
    [InlineData("AKIDEXAMPLE", "another-secret", "AWS does not take the signature of the AWS keys from AWS_ACCESS_KEY_ID (InvalidSignatureException): the secret access key is not that of the access key id")]
    public async Task Keys_that_are_wrong_are_told_apart_and_never_shown(string id, string secret, string message)
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1").Archway.With("AWS_ACCESS_KEY_ID", id).With("AWS_SECRET_ACCESS_KEY", secret);

        var refusal = await RefusalAsync(scene);

        Assert.Contains(message, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(id, refusal, StringComparison.Ordinal);
        Assert.Single(scene.Aws.Log);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_told_from_keys_that_are()
    {
        ShiftedTime time = new();
        time.Advance(TimeSpan.FromMinutes(42));
        await using var scene = await AwsScene.StartAsync(time);

        Assert.EndsWith("this machine's clock is 42 minutes fast; set it", await RefusalAsync(scene), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_is_signed_with_its_token()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.Keys = scene.Aws.Keys with { Session = "the-token-of-a-session" };
        scene.Put("cart", "acme/cart:1");

        Assert.Contains("does not know the AWS keys", await RefusalAsync(scene), StringComparison.Ordinal);
        scene.Archway.With("AWS_SESSION_TOKEN", "the-token-of-a-session");
        Assert.Single(AwsScene.Places(await scene.ScanJsonAsync()));
    }

    [Fact]
    public async Task What_may_not_be_read_is_said_with_the_permission_and_the_rest_is_read()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1").Aws.On("ecs:ListContainerInstances", "AccessDeniedException",
            "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ecs:ListContainerInstances on resource: *");

        var ran = await scene.ScanAsync("ecs:", "--format", "json", "--fail-on", "unknown");

        Assert.Equal(1, ran.ExitCode);
        Assert.Equal(["ecs:eu-central-1/prod/cart main acme/cart:1"], AwsScene.Places(ran.Json()));
        Assert.Equal(["ecs:eu-central-1/prod: cannot list the container instances of the cluster prod in eu-central-1: the AWS keys from AWS_ACCESS_KEY_ID may not (AccessDeniedException); "
            + "it takes the permission ecs:ListContainerInstances, and docs/aws.md has the whole policy"], scene.Unread(ran.Json()));
        Assert.DoesNotContain("user/ann", ran.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_may_be_read_nothing_was()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1").Aws.On("*", "AccessDeniedException", "no", times: 10);

        Assert.Contains("may not (AccessDeniedException); it takes the permission ecs:ListServices", await RefusalAsync(scene, "ecs:prod"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_expire_while_they_are_used_end_the_reading_and_what_was_read_is_told()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1").Aws.On("ecs:ListTasks", "ExpiredTokenException", "expired");

        var report = await scene.ScanJsonAsync();

        Assert.EndsWith("take new ones; nothing more was read", Assert.Single(scene.Unread(report)), StringComparison.Ordinal);
        Assert.DoesNotContain(scene.Aws.Log, asked => asked.Action == "ecs:DescribeTaskDefinition");
    }

    [Fact]
    public async Task Who_is_asked_too_often_is_asked_again_later()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1").Aws.On("ecs:ListServices", "ThrottlingException", "Rate exceeded", times: 2)
            .On("ecs:ListTasks", "ServerException", "Service Unavailable", status: 503, retryAfter: "1");

        var report = await scene.ScanJsonAsync();

        Assert.Single(AwsScene.Places(report));
        Assert.Empty(scene.Unread(report));
        Assert.Equal(3, scene.Aws.Log.Count(asked => asked.Action == "ecs:ListServices"));
    }

    [Fact]
    public async Task Who_is_asked_too_often_each_time_is_left_alone()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1").Aws.On("ecs:ListClusters", "ThrottlingException", "Rate exceeded", times: 20);

        Assert.Contains("AWS answered each of 6 times that it is asked too often (ThrottlingException); ask again later", await RefusalAsync(scene), StringComparison.Ordinal);
        Assert.Equal(6, scene.Aws.Log.Count);
    }

    [Fact]
    public async Task Who_wants_to_be_left_alone_for_long_is_asked_once()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.On("*", "ThrottlingException", "Rate exceeded", times: 9, retryAfter: "3600");

        Assert.Contains("each of 1 times", await RefusalAsync(scene), StringComparison.Ordinal);
        Assert.Single(scene.Aws.Log);
    }

    [Fact]
    public async Task Pages_are_followed_to_the_last_and_names_are_asked_for_as_many_at_once_as_AWS_takes()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.PageSize = 7;
        for (var i = 0; i < 45; i++) scene.Put($"s{i:00}", $"acme/s{i:00}:1");

        var report = await scene.ScanJsonAsync();

        Assert.Equal(45, AwsScene.Places(report).Length);
        Assert.Equal(45, report.GetProperty("looked").GetProperty("ecsServices").GetInt32());
        Assert.Equal(7, scene.Aws.Log.Count(asked => asked.Action == "ecs:ListServices"));
        Assert.Equal(5, scene.Aws.Log.Count(asked => asked.Action == "ecs:DescribeServices"));
    }

    [Fact]
    public async Task A_page_that_leads_to_itself_is_given_up()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.On("ecs:ListServices", context => context.Response.WriteAsync("""{"serviceArns": [], "nextToken": "again"}"""), times: 50);
        scene.Put("cart", "acme/cart:1");

        Assert.Contains("HOST answers the same page for ever", Assert.Single(scene.Unread(await scene.ScanJsonAsync())), StringComparison.Ordinal);
        Assert.Equal(2, scene.Aws.Log.Count(asked => asked.Action == "ecs:ListServices"));
    }

    [Fact]
    public async Task A_region_without_clusters_is_said_to_have_none()
    {
        await using var scene = await AwsScene.StartAsync();

        Assert.Equal("nothing was read from 'ecs:': there is no cluster of Amazon ECS in eu-central-1; for another region write ecs:REGION/, or set AWS_REGION", await RefusalAsync(scene));
    }

    [Theory]
    [InlineData("ecs:other")]
    [InlineData("ecs:eu-central-1/other")]
    [InlineData("ecs:arn:aws:ecs:eu-central-1:123456789012:cluster/other")]
    public async Task A_cluster_that_is_not_there_is_said_not_to_be(string target)
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1");

        Assert.Equal($"nothing was read from '{target}': cannot list the services of the cluster other in eu-central-1: there is none (ClusterNotFoundException); "
            + "ecs:eu-central-1/ reads every cluster of eu-central-1, and clusters of other regions are written ecs:REGION/CLUSTER", await RefusalAsync(scene, target));
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_made_again()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1").Aws.On("ecs:DescribeServices", async context =>
        {
            await context.Response.WriteAsync("{\"services\":[");
            await context.Response.Body.FlushAsync();
            context.Abort();
        }, times: 2);

        Assert.Single(AwsScene.Places(await scene.ScanJsonAsync()));
    }

    [Theory]
    [InlineData("<html>log in</html>", "HOST answers something that is no JSON as AWS writes it")]
    [InlineData("[]", "HOST answers something that is no JSON as AWS writes it")]
    [InlineData("", "HOST answers something that is no JSON as AWS writes it")]
    public async Task What_is_no_answer_of_AWS_is_said(string body, string message)
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1").Aws.On("ecs:ListTasks", context => context.Response.WriteAsync(body));

        var report = await scene.ScanJsonAsync();

        Assert.Single(AwsScene.Places(report));
        Assert.Contains(message, Assert.Single(scene.Unread(report)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_nested_without_end_is_no_answer()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1").Aws.On("ecs:ListTasks", context => context.Response.WriteAsync(new string('[', 1_000_000)));

        Assert.Contains("no JSON as AWS writes it", Assert.Single(scene.Unread(await scene.ScanJsonAsync())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_given_up()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1").Aws.On("ecs:ListTasks", async context =>
        {
            var blank = new byte[1 << 20];
            Array.Fill(blank, (byte)' ');
            for (var i = 0; i < 40; i++) await context.Response.Body.WriteAsync(blank);
        });

        Assert.Contains("HOST answers with more than 16777216 bytes at once", Assert.Single(scene.Unread(await scene.ScanJsonAsync())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Odd_things_among_services_hide_none_of_the_others()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1").Aws.On("ecs:DescribeServices", context => context.Response.WriteAsync(
            """{"services": [1, "x", [], {}, {"serviceName": 7}, {"serviceName": "\ud800"}, {"serviceName": "cart", "taskDefinition": "cart:1", "deployments": [3, {}], "capacityProviderStrategy": {}, "placementConstraints": [null]}]}"""));

        Assert.Equal(["ecs:eu-central-1/prod/cart main acme/cart:1 (scaled to zero)"], AwsScene.Places(await scene.ScanJsonAsync()));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.On("*", context =>
        {
            context.Response.Redirect("https://login.example/");
            return Task.CompletedTask;
        });

        Assert.Contains("HOST sends elsewhere (302), as a page to log in does and AWS does not", await RefusalAsync(scene), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_listens_is_said()
    {
        await using var scene = await AwsScene.StartAsync();
        await scene.Aws.DisposeAsync();

        Assert.Contains("HOST refused the connection; nothing listens there", await RefusalAsync(scene), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://ecs.example.com/")]
    [InlineData("ftp://localhost/")]
    [InlineData("https://me:secret@localhost/")]
    [InlineData("not an address")]
    public async Task Another_endpoint_is_asked_over_TLS_or_on_this_machine_alone(string endpoint)
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Archway.With("AWS_ENDPOINT_URL_ECS", endpoint);

        var refusal = await RefusalAsync(scene);

        Assert.Contains("AWS_ENDPOINT_URL_ECS in the environment is not an address that can be asked; write it as https://host, or http://localhost:port", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_where_machines_tell_their_secrets_is_never_asked()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Archway.With("AWS_ENDPOINT_URL", "https://169.254.169.254/");

        Assert.Contains("is not asked: it has a link-local or metadata address", await RefusalAsync(scene), StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(AwsScene scene, string target = "ecs:")
    {
        var ran = await scene.ScanAsync(target);

        Assert.Equal(2, ran.ExitCode);
        Assert.Empty(ran.Output);
        return scene.Masked(ran.Error).Trim()["archway: ".Length..];
    }
}
