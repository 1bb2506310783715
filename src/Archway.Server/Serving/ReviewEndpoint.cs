using System.Buffers;
using System.Globalization;
using Archway.Server.Admission;
using Archway.Server.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Archway.Server.Serving;

/// <summary>Takes reviews over HTTP and answers them.</summary>
/// <param name="admitter">What decides.</param>
/// <param name="largest">How many bytes a review may have.</param>
/// <param name="metrics">Where answers are counted.</param>
/// <param name="log">Where faults are told.</param>
/// <param name="time">The clock.</param>
internal sealed class ReviewEndpoint(Admitter admitter, int largest, ServerMetrics metrics, Action<string> log, TimeProvider time)
{
    private const int LongestPatience = 30;

    // A review has some kilobytes. Bodies beyond this share what memory there is, and those that come on top are sent away.
    private const int Usual = 64 * 1024;
    private const long MostHeld = 64 * 1024 * 1024;
    private long _held;

    /// <summary>Answers one request.</summary>
    /// <remarks>
    /// What is no review is answered 400, and what is larger than any 413: an API server sends neither, and takes both for a call that failed, so that its
    /// failurePolicy decides. Whatever has a uid is answered.
    /// </remarks>
    internal async Task AnswerAsync(HttpContext context)
    {
        var began = time.GetTimestamp();
        metrics.Began();
        using var span = Telemetry.Review(context.Request.Headers.TraceParent);
        var body = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(context.Request.ContentLength ?? 16 * 1024, 1024, Math.Min(Usual, largest)));
        try
        {
            var length = 0;
            while (true)
            {
                if (length == body.Length) body = Larger(body);
                var read = await context.Request.Body.ReadAsync(body.AsMemory(length), context.RequestAborted);
                if (read == 0) break;
                length += read;
                if (length > largest) throw new BadHttpRequestException("", StatusCodes.Status413PayloadTooLarge);
            }

            var review = ReviewReader.Read(body.AsSpan(0, length));
            if (review.Value is not { } request)
            {
                await RefuseAsync(context, StatusCodes.Status400BadRequest, review.Problem!);
                return;
            }

            var decision = await admitter.DecideAsync(request, PatienceOf(context.Request), context.RequestAborted);
            span?.SetTag("k8s.namespace.name", request.Namespace).SetTag("archway.outcome", MetricsText.Word(decision.Outcome));
            // With its length told the answer goes out as one piece.
            ArrayBufferWriter<byte> answer = new(1024);
            ReviewWriter.Write(answer, request.Uid, decision);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.WrittenCount;
            metrics.Answered(decision.Outcome, time.GetElapsedTime(began));
            await context.Response.BodyWriter.WriteAsync(answer.WrittenMemory, context.RequestAborted);
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            await RefuseAsync(context, bad.StatusCode, "more large reviews are being read than there is memory for; send it again");
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await RefuseAsync(context, bad.StatusCode, $"the review has more than {largest} bytes");
        }
        catch (BadHttpRequestException bad)
        {
            await RefuseAsync(context, bad.StatusCode, "the request's body came in a form, or so slowly, that it cannot be read");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (IOException)
        {
            // Whoever asked is gone.
        }
        catch (Exception fault)
        {
            // The outermost handler: one review that meets a fault of ours costs its answer, and no other's.
            log($"a review could not be answered; this is a fault of archway-server itself, please report it: {fault}");
            if (!context.Response.HasStarted) await RefuseAsync(context, StatusCodes.Status500InternalServerError, "the review could not be answered");
        }
        finally
        {
            Return(body);
            metrics.Ended();
        }
    }

    private async Task RefuseAsync(HttpContext context, int status, string problem)
    {
        metrics.RefusedOne();
        if (context.Response.HasStarted) return;
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        // What is left of the body is not worth reading.
        if (status == StatusCodes.Status413PayloadTooLarge && context.Features.Get<IHttpResponseBodyFeature>() is not null && context.Request.Protocol == "HTTP/1.1")
            context.Response.Headers.Connection = "close";
        await context.Response.WriteAsync(problem + "\n", context.RequestAborted);
    }

    private byte[] Larger(byte[] body)
    {
        if (body.Length > largest) throw new BadHttpRequestException("", StatusCodes.Status413PayloadTooLarge);
        var larger = ArrayPool<byte>.Shared.Rent(body.Length * 2);
        if (larger.Length > Usual && Interlocked.Add(ref _held, larger.Length) > MostHeld)
        {
            Return(larger);
            throw new BadHttpRequestException("", StatusCodes.Status503ServiceUnavailable);
        }

        body.CopyTo(larger, 0);
        Return(body);
        return larger;
    }

    private void Return(byte[] body)
    {
        if (body.Length > Usual) Interlocked.Add(ref _held, -body.Length);
        ArrayPool<byte>.Shared.Return(body);
    }

    // API servers say in the address how long they wait: ?timeout=5s.
    private static TimeSpan? PatienceOf(HttpRequest request)
    {
        var query = request.QueryString.Value;
        const string Name = "timeout=";
        if (query is null || query.IndexOf(Name, StringComparison.Ordinal) is not (>= 0 and var at)) return null;
        var text = query.AsSpan(at + Name.Length);
        var end = text.IndexOf('&');
        if (end >= 0) text = text[..end];
        return text is [.. var number, 's'] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= LongestPatience
            ? TimeSpan.FromSeconds(seconds) : null;
    }
}
