using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Archway.Testing.Aws;

/// <summary>Keys that a stand-in knows.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Secret">The secret.</param>
/// <param name="Session">The token of a session; null for lasting ones.</param>
public sealed record TestAwsKeys(string Id, string Secret, string? Session = null);

/// <summary>A stand-in for Amazon ECS and ECR on a loopback port: it checks signatures by itself, answers in pages, and misbehaves as it is told.</summary>
public sealed class TestAws : IAsyncDisposable
{
    /// <summary>The region that it is in.</summary>
    public const string Region = "eu-central-1";

    /// <summary>The account that it is of.</summary>
    public const string Account = "123456789012";

    private readonly ConcurrentQueue<(string Action, Func<HttpContext, Task> Answer)> _faults = new();
    private readonly ConcurrentQueue<(string Action, JsonObject Asked)> _log = new();
    private readonly WebApplication _server;

    private TestAws()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>Whom it lets in.</summary>
    public TestAwsKeys Keys { get; set; } = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    /// <summary>How many items it answers at once, whatever is asked for.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>Its address.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What was asked so far: <c>ecs:ListServices</c> with the body, signed rightly or not.</summary>
    public IReadOnlyList<(string Action, JsonObject Asked)> Log => [.. _log];

    /// <summary>What it has of Amazon ECS.</summary>
    public TestEcs Ecs { get; } = new();

    /// <summary>What it has of Amazon ECR.</summary>
    public TestEcr Ecr { get; } = new();

    /// <summary>One that answers.</summary>
    public static async Task<TestAws> StartAsync()
    {
        TestAws aws = new();
        await aws._server.StartAsync();
        aws.Address = aws._server.Urls.Single();
        return aws;
    }

    /// <summary>Answers the next requests for an action in another way; <c>*</c> is any action.</summary>
    public TestAws On(string action, Func<HttpContext, Task> answer, int times = 1)
    {
        for (var i = 0; i < times; i++) _faults.Enqueue((action, answer));
        return this;
    }

    /// <summary>Answers an error, as AWS says it.</summary>
    public TestAws On(string action, string code, string message, int times = 1, int status = 400, string? retryAfter = null) => On(action, context =>
    {
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        return RefuseAsync(context, status, code, message);
    }, times);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>A page of a list, from where the question says on.</summary>
    internal static JsonObject Page(JsonObject asked, string member, IReadOnlyList<JsonNode> items, int size)
    {
        var from = asked["nextToken"] is { } token ? int.Parse(token.GetValue<string>()[4..], System.Globalization.CultureInfo.InvariantCulture) : 0;
        JsonObject page = new() { [member] = new JsonArray([.. items.Skip(from).Take(size).Select(item => item.DeepClone())]) };
        if (from + size < items.Count) page["nextToken"] = $"page{from + size}";
        return page;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using MemoryStream read = new();
        await context.Request.Body.CopyToAsync(read);
        var target = context.Request.Headers["X-Amz-Target"].ToString().Split('.');
        var service = target[0] switch { "AmazonEC2ContainerServiceV20141113" => "ecs", "AmazonEC2ContainerRegistry_V20150921" => "ecr", _ => "?" };
        var action = $"{service}:{target[^1]}";
        var asked = JsonNode.Parse(read.ToArray())!.AsObject();
        _log.Enqueue((action, asked));
        if (_faults.TryPeek(out var fault) && (fault.Action == "*" || fault.Action == action) && _faults.TryDequeue(out fault))
        {
            await fault.Answer(context);
            return;
        }

        if (context.Request.ContentType != "application/x-amz-json-1.1" || context.Request.Method != "POST" || service == "?")
        {
            await RefuseAsync(context, 404, "com.amazon.coral.service#UnknownOperationException", null);
        }
        else if (AwsSignatureCheck.Fault(context, read.ToArray(), Region, service, Keys, TimeProvider.System.GetUtcNow()) is var (code, message))
        {
            await RefuseAsync(context, 400, code, message);
        }
        else
        {
            var answer = service == "ecs" ? Ecs.Answer(target[^1], asked, PageSize) : Ecr.Answer(target[^1], asked, PageSize);
            if (answer["__type"] is { } type) await RefuseAsync(context, 400, type.GetValue<string>(), answer["message"]?.GetValue<string>());
            else await WriteAsync(context, 200, answer);
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string code, string? message)
    {
        JsonObject body = new() { ["__type"] = code };
        if (message is not null) body["message"] = message;
        return WriteAsync(context, status, body);
    }

    private static Task WriteAsync(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        context.Response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        return context.Response.WriteAsync(body.ToJsonString());
    }
}
