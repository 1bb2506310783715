using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Archway.Oci.Content;
using Archway.Oci.Registries;

namespace Archway.Aws;

/// <summary>A service of AWS in a region, asked and never told: bounded answers, repeated where that helps, each refusal in words.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/making-api-requests.html"/></remarks>
internal sealed class AwsApi : IDisposable
{
    private const int LargestAnswer = 16 * 1024 * 1024;
    private const int LargestError = 64 * 1024;
    private const int LongestToken = 64 * 1024;
    private const int MostPages = 10_000;
    private const int MostRepeats = 5;

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 64 };

    private readonly AwsService _service;
    private readonly AwsIdentity _who;
    private readonly AwsSettings _settings;
    private readonly Uri _endpoint;
    private readonly AwsConnection _connection;
    private readonly Lock _lock = new();
    private DateTimeOffset _quietUntil = DateTimeOffset.MinValue;

    /// <summary>The service in a region; nothing is asked yet.</summary>
    /// <param name="service">The service.</param>
    /// <param name="region">The region; null for that of the environment or the profile.</param>
    /// <param name="settings">What asking rests on.</param>
    /// <exception cref="AwsException">There are no keys or no region, or they cannot be used.</exception>
    internal AwsApi(AwsService service, string? region, AwsSettings settings)
    {
        (_service, _settings) = (service, settings);
        _who = AwsIdentity.Of(region, settings.Variable);
        _endpoint = service.EndpointIn(_who.Region, settings.Variable);
        _connection = new(service, _who, _endpoint, settings);
    }

    /// <summary>The region that is asked.</summary>
    internal string Region => _who.Region;

    /// <summary>All items of a list, one after the other; of them one page is held at a time, and each is good until the next is asked for.</summary>
    /// <param name="action">The action that lists them.</param>
    /// <param name="member">Where a page has them.</param>
    /// <param name="what">What is done, for messages: <c>list the services of prod</c>.</param>
    /// <param name="write">Writes what is asked beside the page.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="AwsException">There is no usable answer.</exception>
    internal async IAsyncEnumerable<JsonElement> ListAsync(
        string action, string member, string what, Action<Utf8JsonWriter> write, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        string? next = null;
        do
        {
            var token = next;
            using var page = await AskAsync(action, what, json =>
            {
                write(json);
                if (token is not null) json.WriteString("nextToken", token);
            }, cancellationToken);
            foreach (var item in page.RootElement.Items(member)) yield return item;
            next = page.RootElement.Text("nextToken") is { Length: > 0 } further ? further : null;
            if (next is not null && (next.Length > LongestToken || seen.Count == MostPages || !seen.Add(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(next))))))
                throw new AwsException(AwsFault.Malformed, $"cannot {what} in {Region}: {_endpoint.Authority} answers the same page for ever");
        }
        while (next is not null);
    }

    /// <summary>One answer, for the caller to dispose of.</summary>
    /// <param name="action">The action.</param>
    /// <param name="what">What is done, for messages.</param>
    /// <param name="write">Writes what is asked.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="AwsException">There is no usable answer.</exception>
    internal async Task<JsonDocument> AskAsync(string action, string what, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> written = new();
        using (Utf8JsonWriter json = new(written))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        AwsTrouble trouble = new($"{what} in {Region}", _endpoint.Authority, _who.Keys.ToString(), $"{_service.Name}:{action}", _settings.Time);
        var body = written.WrittenSpan.ToArray();
        for (var repeats = 0; ; repeats++)
        {
            TimeSpan wait;
            await WaitAsync(cancellationToken);
            try
            {
                using var answer = await SendAsync(action, body, cancellationToken);
                if (answer.StatusCode == HttpStatusCode.OK) return Parse(await ReadAsync(answer, LargestAnswer, trouble, cancellationToken), trouble);
                var told = AwsTrouble.CodeOf(answer, await ErrorAsync(answer, trouble, cancellationToken));
                var until = RetryAfter.Of(answer, _settings.Time) - _settings.Time.GetUtcNow();
                if (!AwsTrouble.IsPassing(answer.StatusCode, told) || repeats >= MostRepeats || until > _settings.LongestWait)
                    throw trouble.Refused(answer, told, repeats + 1);
                wait = until ?? Backoff(repeats);
                if (AwsTrouble.IsThrottling(answer.StatusCode, told)) BeQuiet(wait);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!AwsTrouble.IsPassing(e) || repeats >= MostRepeats) throw trouble.Of(e, _settings.Proxy?.GetProxy(_endpoint)?.Authority);
                wait = Backoff(repeats);
            }

            await Task.Delay(wait, _settings.Time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private TimeSpan Backoff(int repeats)
    {
        lock (_lock) return _settings.FirstRetryWait * ((1 << repeats) * (0.5 + _settings.Random.NextDouble()));
    }

    // Whoever asks at the same time would be refused for the same reason.
    private void BeQuiet(TimeSpan wait)
    {
        lock (_lock)
        {
            var until = _settings.Time.GetUtcNow() + wait;
            if (until > _quietUntil) _quietUntil = until;
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock) wait = _quietUntil - _settings.Time.GetUtcNow();
        if (wait > TimeSpan.Zero) await Task.Delay(wait, _settings.Time, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(string action, byte[] body, CancellationToken cancellationToken)
    {
        using var timer = Timer(_settings.AnswerTimeout, cancellationToken);
        return await _connection.AskAsync(action, body, timer.Token);
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage answer, int largest, AwsTrouble trouble, CancellationToken cancellationToken)
    {
        using var timer = Timer(_settings.BodyTimeout, cancellationToken);
        await using var stream = await answer.Content.ReadAsStreamAsync(timer.Token);
        var bytes = new byte[16 * 1024];
        var length = 0;
        while (await stream.ReadAsync(bytes.AsMemory(length), timer.Token) is > 0 and var count)
        {
            length += count;
            if (length > largest) throw trouble.TooLarge(largest);
            if (length == bytes.Length) Array.Resize(ref bytes, Math.Min(length * 2, largest + 1));
        }

        return bytes.AsMemory(0, length);
    }

    private async Task<ReadOnlyMemory<byte>> ErrorAsync(HttpResponseMessage answer, AwsTrouble trouble, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(answer, LargestError, trouble, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or AwsException)
        {
            // The status tells enough.
            cancellationToken.ThrowIfCancellationRequested();
            return default;
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body, AwsTrouble trouble)
    {
        try
        {
            var page = JsonDocument.Parse(body, Json);
            if (page.RootElement.ValueKind == JsonValueKind.Object) return page;
            page.Dispose();
        }
        catch (JsonException)
        {
            // Its words repeat what stands there.
        }

        throw trouble.Malformed();
    }

    private static CancellationTokenSource Timer(TimeSpan limit, CancellationToken cancellationToken)
    {
        var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        both.CancelAfter(limit);
        return both;
    }
}
