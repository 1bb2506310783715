using System.IO.Compression;
using Archway.Oci.Content;
using Microsoft.AspNetCore.Http;

namespace Archway.Testing;

/// <summary>How a <see cref="TestRegistry"/> misbehaves on some of its paths.</summary>
public sealed class Fault(CancellationToken ended)
{
    private Func<HttpContext, byte[], Task>? _spoil;
    private int _left = int.MaxValue;
    private int _spared;

    /// <summary>The next so many requests only; then it is well again.</summary>
    public Fault Times(int count)
    {
        _left = count;
        return this;
    }

    /// <summary>Not the next so many requests; those are answered well.</summary>
    public Fault After(int count)
    {
        _spared = count;
        return this;
    }

    /// <summary>Well again.</summary>
    public void Mend() => _spoil = null;

    /// <summary>Answers a status, with a body where one is given.</summary>
    public Fault Answer(int status, string? retryAfter = null, string body = "", string contentType = "application/json") => Set(async (context, _) =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        if (body.Length == 0) return;
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(body);
    });

    /// <summary>Takes the request and never answers.</summary>
    public Fault Hang() => Set(async (context, _) => await ForEverAsync(context));

    /// <summary>Cuts the connection before any answer.</summary>
    public Fault Cut() => Set((context, _) =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    /// <summary>Closes the connection in the middle of the body.</summary>
    /// <remarks>The server closes it by itself when less came than was promised; aborting would also take back what was sent.</remarks>
    public Fault CutBody() => Set(async (context, content) =>
    {
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content.AsMemory(0, content.Length / 2));
        await context.Response.Body.FlushAsync();
    });

    /// <summary>Answers half of the body as if it were all.</summary>
    public Fault Truncate() => Set((context, content) => WriteAsync(context, content[..(content.Length / 2)]));

    /// <summary>Answers the content under another digest.</summary>
    public Fault WrongDigest() => Set((context, content) =>
    {
        context.Response.Headers["Docker-Content-Digest"] = Digest.Of("something else"u8).ToString();
        context.Response.ContentType = "application/json";
        return WriteAsync(context, content);
    });

    /// <summary>Answers other content than was asked for.</summary>
    public Fault Replace(byte[] other, string contentType) => Set((context, _) =>
    {
        context.Response.ContentType = contentType;
        return WriteAsync(context, other);
    });

    /// <summary>Answers the content under another media type.</summary>
    public Fault WrongMediaType(string contentType) => Set((context, content) =>
    {
        context.Response.ContentType = contentType;
        return WriteAsync(context, content);
    });

    /// <summary>Answers the content packed as nobody asked for.</summary>
    public Fault Pack() => Set((context, content) =>
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        context.Response.Headers.ContentEncoding = "gzip";
        return WriteAsync(context, packed.ToArray());
    });

    /// <summary>Answers so many bytes.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="isTold">Whether it says so beforehand.</param>
    public Fault Flood(long bytes, bool isTold = false) => Set(async (context, _) =>
    {
        if (isTold) context.Response.ContentLength = bytes;
        var block = new byte[64 * 1024];
        for (var sent = 0L; sent < bytes && !context.RequestAborted.IsCancellationRequested; sent += block.Length)
            await context.Response.Body.WriteAsync(block);
    });

    /// <summary>Answers a byte now and then.</summary>
    public Fault Drip(TimeSpan pause) => Set(async (context, content) =>
    {
        context.Response.ContentLength = content.Length;
        foreach (var one in content.Chunk(1))
        {
            await context.Response.Body.WriteAsync(one, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(pause, TimeProvider.System, context.RequestAborted);
        }
    });

    /// <summary>Answers the first byte and never the rest.</summary>
    public Fault Stall() => Set(async (context, content) =>
    {
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content.AsMemory(0, 1));
        await context.Response.Body.FlushAsync();
        await ForEverAsync(context);
    });

    /// <summary>Leads elsewhere.</summary>
    public Fault Redirect(Func<string, string> target) => Set((context, _) =>
    {
        context.Response.StatusCode = 307;
        context.Response.Headers.Location = target(context.Request.Path.Value!);
        return Task.CompletedTask;
    });

    internal async Task<bool> SpoilAsync(HttpContext context, byte[] content)
    {
        if (_spoil is not { } spoil || Interlocked.Decrement(ref _spared) >= 0 || Interlocked.Decrement(ref _left) < 0) return false;
        await spoil(context, content);
        return true;
    }

    internal static async Task WriteAsync(HttpContext context, byte[] content)
    {
        context.Response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(content);
    }

    private Fault Set(Func<HttpContext, byte[], Task> spoil)
    {
        (_spoil, _left, _spared) = (spoil, int.MaxValue, 0);
        return this;
    }

    private async Task ForEverAsync(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, ended);
        TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (either.Token.Register(() => end.TrySetResult())) await end.Task;
    }
}
