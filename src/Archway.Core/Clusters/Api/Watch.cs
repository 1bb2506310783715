using System.Runtime.CompilerServices;
using System.Text.Json;
using Archway.Oci.Content;

namespace Archway.Clusters.Api;

/// <summary>Objects of a kind, followed: listed, then watched from there, and listed anew where the API server no longer knows from where.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes"/></remarks>
internal sealed class Watch(ApiServer server, ResourceKind kind, string? space, ClusterSettings settings)
{
    // The API server ends the stream itself after this; what stays silent for much longer is dead.
    private const int Seconds = 290;
    private const int MostFailures = 5;
    private const int MostDoublings = 7;

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 100 };

    private string _version = "";
    private int _failures;
    private int _expired;

    internal async IAsyncEnumerable<ClusterEvent> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            yield return new(ClusterEventKind.Restarted, default);
            await foreach (var item in server.ListAsync(kind, space, version => _version = version, cancellationToken)) yield return new(ClusterEventKind.Present, item);
            yield return new(ClusterEventKind.Complete, default);
            var isKnown = true;
            while (isKnown)
            {
                isKnown = false;
                await foreach (var (told, isEnd) in WatchAsync(cancellationToken))
                {
                    if (told is { } one) yield return one;
                    isKnown = isEnd;
                }
            }

            // A server that forgets at once would have all listed for ever.
            await Task.Delay(settings.FirstRetryWait * (1 << Math.Min(_expired++, MostDoublings)), settings.Time, cancellationToken);
        }
    }

    /// <summary>What one stream tells; with the last it is told whether another may go on from there.</summary>
    private async IAsyncEnumerable<(ClusterEvent? Told, bool GoesOn)> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var answer = await OpenAsync(cancellationToken);
        if (answer is null)
        {
            yield return (null, false);
            yield break;
        }

        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        EventLines lines = new(stream, ApiServer.LargestObject);
        while (true)
        {
            ReadOnlyMemory<byte> line = default;
            Exception? cut = null;
            try
            {
                using var silent = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                silent.CancelAfter(TimeSpan.FromSeconds(Seconds * 2));
                line = await lines.NextAsync(silent.Token);
            }
            catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                cut = e;
            }

            if (cut is not null) await FailAsync(cut, cancellationToken);
            if (cut is not null || line.IsEmpty)
            {
                if (cut is null) await Task.Delay(settings.FirstRetryWait, settings.Time, cancellationToken);
                yield return (null, true);
                yield break;
            }

            using var read = Parse(line);
            var (told, status) = Read(read.RootElement);
            if (status is not null)
            {
                // 410: what it was to go on from is no longer known.
                if (status.Code != 410) await FailAsync(new IOException(status.Message), cancellationToken);
                yield return (null, status.Code != 410);
                yield break;
            }

            (_failures, _expired) = (0, 0);
            if (told is { } one) yield return (one, true);
        }
    }

    private async Task<HttpResponseMessage?> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await server.WatchAsync(kind, space, _version, Seconds, cancellationToken);
        }
        catch (ClusterException e) when (e.Fault == ClusterFault.Expired)
        {
            return null;
        }
    }

    private (ClusterEvent? Told, ApiStatus? Status) Read(JsonElement read)
    {
        try
        {
            return ReadEvent(read);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            throw Malformed();
        }
    }

    private (ClusterEvent? Told, ApiStatus? Status) ReadEvent(JsonElement read)
    {
        var item = read.Object("object") ?? throw Malformed();
        if (read.Text("type") == "ERROR") return (null, ApiStatus.Of(item));
        if (item.Object("metadata")?.Text("resourceVersion") is { Length: > 0 } version) _version = version;
        return (read.Text("type") switch
        {
            "ADDED" or "MODIFIED" => new ClusterEvent(ClusterEventKind.Present, item),
            "DELETED" => new ClusterEvent(ClusterEventKind.Gone, item),
            // It only says how far things are.
            _ => null,
        }, null);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonDocument.Parse(line, Json);
        }
        catch (JsonException)
        {
            throw Malformed();
        }
    }

    private static ClusterException Malformed() => new(ClusterFault.Malformed, "cannot watch: the API server tells what is no event");

    private async Task FailAsync(Exception cut, CancellationToken cancellationToken)
    {
        if (++_failures > MostFailures) throw server.Trouble(cut, $"watch {kind.Plural}");
        await Task.Delay(settings.FirstRetryWait * (1 << _failures), settings.Time, cancellationToken);
    }
}
