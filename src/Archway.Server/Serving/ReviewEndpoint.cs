using System.Buffers;
using System.Globalization;
using Archway.Server.Admission;
using Archway.Server.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Archway.Server.Serving;

/// <summary>Takes reviews over HTTP and answers them.</summary>
/// <param name="admitter">What decides.</param>
/// <param name="memory">What memory reviews get.</param>
/// <param name="metrics">Where answers are counted.</param>
/// <param name="log">Where faults are told.</param>
/// <param name="time">The clock.</param>
internal sealed class ReviewEndpoint(Admitter admitter, ReviewMemory memory, ServerMetrics metrics, Action<string> log, TimeProvider time)
{
    private const int LongestPatience = 30;

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
        try
        {
            var patience = PatienceOf(context.Request);
            using var body = await ReviewBody.ReadAsync(context.Request, memory, patience, time, context.RequestAborted);
            var review = ReviewReader.Read(body.Bytes);
            body.Forget();
            if (review.Value is not { } request)
            {
                await RefuseAsync(context, StatusCodes.Status400BadRequest, review.Problem!);
                return;
            }

            var decision = await admitter.DecideAsync(request, patience, context.RequestAborted);
            span?.SetTag("k8s.namespace.name", request.Namespace).SetTag("archway.outcome", MetricsText.Word(decision.Outcome));
            // With its length told the answer goes out as one piece.
            ArrayBufferWriter<byte> answer = new(1024);
            ReviewWriter.Write(answer, request.Uid, decision);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.WrittenCount;
            metrics.Answered(decision.Outcome, time.GetElapsedTime(began));
            // Whoever has the answer may end the server, and then its span is told of.
            span?.Stop();
            await context.Response.BodyWriter.WriteAsync(answer.WrittenMemory, context.RequestAborted);
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            await RefuseAsync(context, bad.StatusCode, "more large reviews are there than there is memory for; send it again");
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await RefuseAsync(context, bad.StatusCode, $"the review has more than {memory.Largest} bytes");
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
        if (status is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status408RequestTimeout && context.Features.Get<IHttpResponseBodyFeature>() is not null && context.Request.Protocol == "HTTP/1.1")
            context.Response.Headers.Connection = "close";
        await context.Response.WriteAsync(problem + "\n", context.RequestAborted);
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
