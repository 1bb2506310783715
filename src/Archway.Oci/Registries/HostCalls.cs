using System.Collections.Concurrent;
using System.Net;
using Archway.Oci.Registries.Pushing;

namespace Archway.Oci.Registries;

/// <summary>Asks hosts over HTTP: in line, with time limits, repeating what failed in passing.</summary>
internal sealed class HostCalls(RegistryClientOptions options, Connections connections) : IDisposable
{
    private readonly ConcurrentDictionary<string, HostLine> _lines = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _randomLock = new();

    /// <summary>What was shown to anyone, through whomever the asking went.</summary>
    internal ShownSecrets Secrets { get; } = new(options.Proxy);

    /// <summary>Makes a call and reads its answer, whatever its status.</summary>
    /// <exception cref="RegistryException">There was no answer, or not one that could be read.</exception>
    internal async Task<T> AskAsync<T>(HostCall call, Func<HostAnswer, Task<T>> read, CancellationToken cancellationToken)
    {
        var line = LineOf(call);
        // Only the time in which the host was silent counts, not that in line before it or for a token.
        var silence = TimeSpan.Zero;
        long? began = null;
        for (var attempt = 0; ; attempt++)
        {
            TimeSpan wait;
            using (await line.EnterAsync(cancellationToken).ConfigureAwait(false))
            {
                var isLast = attempt >= options.Retries || !call.IsRepeatable || !line.MayRetry;
                var asked = options.Time.GetTimestamp();
                try
                {
                    using var message = await call.MessageAsync(cancellationToken).ConfigureAwait(false);
                    Secrets.Hear(call, message);
                    asked = options.Time.GetTimestamp();
                    began ??= asked;
                    var response = await SendAsync(message, call, (call.Patience ?? options.AnswerTimeout) - silence, cancellationToken).ConfigureAwait(false);
                    silence = TimeSpan.Zero;
                    using CancellationTokenSource timer = new(options.BodyTimeout, options.Time);
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
                    HostAnswer answer = new(call, response, Secrets, either.Token);
                    try
                    {
                        call.Heard?.Invoke(response);
                        line.Answered(IsPassing(response.StatusCode));
                        var retry = Wait(response, attempt, line);
                        if (retry is null && RetryTime(response) is { } until) line.Limited(RegistryAnswers.Limited(call, response, until), until);
                        if (isLast || retry is null || (RetryTime(response) is null && IsTooLate(retry.Value, began)))
                        {
                            var value = await read(answer).ConfigureAwait(false);
                            line.Finished();
                            return value;
                        }

                        wait = retry.Value;
                    }
                    catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                    {
                        RegistryException reason = new(RegistryFault.TimedOut, $"{call.Who} did not finish its answer within {Seconds(options.BodyTimeout)}");
                        line.Stalled(reason);
                        throw reason;
                    }
                    finally
                    {
                        if (!answer.IsKept) response.Dispose();
                    }
                }
                catch (HttpRequestException e)
                {
                    silence += options.Time.GetElapsedTime(asked);
                    var reason = ConnectionTrouble.Reason(call, e, connections.ProxyOf(call.Address));
                    if (ConnectionTrouble.IsOfHost(e)) line.Silent(reason, asked);
                    else line.Cut(reason);
                    wait = Backoff(attempt);
                    if (isLast || !ConnectionTrouble.IsPassing(e) || silence >= (call.Patience ?? options.AnswerTimeout) || IsTooLate(wait, began)) throw reason;
                }
                catch (SilenceException)
                {
                    var reason = ConnectionTrouble.Silence(call, Seconds(call.Patience ?? options.AnswerTimeout), connections.ProxyOf(call.Address));
                    line.Silent(reason, asked);
                    throw reason;
                }
                catch (IOException e)
                {
                    wait = Backoff(attempt);
                    if (isLast || IsTooLate(wait, began)) throw new RegistryException(RegistryFault.Malformed, $"the answer of {call.Who} broke off in the middle", e);
                }
            }

            await Task.Delay(wait, options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var line in _lines.Values) line.Dispose();
    }

    private HostLine LineOf(HostCall call) =>
        _lines.GetOrAdd($"{call.Line}{(call.IsLed ? "led " : "")}{call.Address.Scheme}://{call.Address.Authority}", _ => new(options));

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, HostCall call, TimeSpan patience, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timer = new(patience, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        // While something moves the host is not silent: it answers when it has everything.
        var body = message.Content as BlobContent;
        if (body is not null) body.Moved = () => timer.CancelAfter(patience);
        try
        {
            return await connections.SendAsync(message, call.IsLed, either.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            call.HeardNothing?.Invoke();
            // What could not be read is no fault of who was to get it.
            if (body?.Fault is { } unread && !cancellationToken.IsCancellationRequested) throw unread.Again();
            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested) throw new SilenceException();
            throw;
        }
    }

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>How long to wait before asking again; null when asking again is of no use, or not for longer than is waited.</summary>
    private TimeSpan? Wait(HttpResponseMessage response, int attempt, HostLine line)
    {
        if (!IsPassing(response.StatusCode)) return null;
        if (RetryTime(response) is not { } until) return Backoff(attempt);
        var wait = until - options.Time.GetUtcNow();
        return line.MayWait(until) ? wait > TimeSpan.Zero ? wait : Backoff(attempt) : null;
    }

    private DateTimeOffset? RetryTime(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
        ? RetryAfter.Of(response, options.Time)
        : null;

    private TimeSpan Backoff(int attempt)
    {
        lock (_randomLock) return options.FirstRetryWait * ((1 << Math.Min(attempt, 8)) * (0.5 + options.Random.NextDouble()));
    }

    private bool IsTooLate(TimeSpan wait, long? began) =>
        options.RetryTimeout is { } most && began is { } first && options.Time.GetElapsedTime(first) + wait > most;

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.#} s";

    private sealed class SilenceException : Exception;
}
