using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Archway.Clusters.Configuration;
using Archway.Oci.Content;
using Archway.Oci.Registries;

namespace Archway.Clusters.Api;

/// <summary>An API server, asked and never told: bounded answers, repeated where that helps, each refusal in words.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/using-api/api-concepts/"/></remarks>
internal sealed class ApiServer(ClusterAccess access, ClusterSettings settings) : IDisposable
{
    /// <summary>How many bytes of one object are read.</summary>
    // etcd keeps no more than 1.5 MiB of one.
    internal const int LargestObject = 4 * 1024 * 1024;

    private const int LargestError = 64 * 1024;
    private const int LargestPage = 32 * 1024 * 1024;
    private const int ItemsOfPage = 500;
    private const int MostRepeats = 4;
    private const int MostRestarts = 3;
    // What was seen may come again after a restart, a few pages of it at a time.
    private const int MostIdlePages = 1000;
    private const int LongestContinue = 64 * 1024;

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 100 };

    private readonly ApiConnection _connection = new(access, settings);

    private string Server => access.Server.Authority;

    /// <summary>All objects of a kind, one after the other; of them one page is held at a time, and each is good until the next is asked for.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="space">The namespace; null for all.</param>
    /// <param name="listed">Told each page's resource version.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="ClusterException">The cluster does not answer, or does not let it be read.</exception>
    internal async IAsyncEnumerable<JsonElement> ListAsync(
        ResourceKind kind, string? space, Action<string>? listed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var what = $"list {kind.Plural}{(space is null ? "" : $" in {space}")} of {access.Name}";
        HashSet<string> seen = new(StringComparer.Ordinal);
        PageBuffer buffer = new();
        var (limit, restarts, next, idle) = (ItemsOfPage, 0, "", 0);
        do
        {
            JsonDocument? page = null;
            try
            {
                page = await GetAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{kind.PathIn(space)}?limit={limit}{(next.Length > 0 ? $"&continue={Uri.EscapeDataString(next)}" : "")}"), what, buffer, cancellationToken);
            }
            catch (ClusterException e) when (e.Fault == ClusterFault.Expired && next.Length > 0 && restarts++ < MostRestarts)
            {
                // It may go on as of now, or has to begin again; what was seen is not told twice.
                next = e.Continue is { Length: <= LongestContinue } now ? now : "";
                continue;
            }
            catch (ClusterException e) when (e.Fault == ClusterFault.TooLarge && limit > 1)
            {
                limit = Math.Max(1, limit / 8);
                continue;
            }

            using (page)
            {
                var metadata = page.RootElement.Object("metadata");
                if (page.RootElement.Member("items") is null || page.RootElement.Text("kind")?.EndsWith("List", StringComparison.Ordinal) != true)
                    throw new ClusterException(ClusterFault.Malformed, $"cannot {what}: {Server} answers something that is no list of them");
                listed?.Invoke(metadata?.Text("resourceVersion") ?? "");
                var before = seen.Count;
                foreach (var item in page.RootElement.Items("items"))
                    if (item.ValueKind == JsonValueKind.Object && (KeyOf(item) is not { } key || seen.Add(key))) yield return item;
                var last = next;
                idle = seen.Count > before ? 0 : idle + 1;
                next = metadata?.Text("continue") ?? "";
                if (next.Length > LongestContinue || next.Length > 0 && (next == last || idle > MostIdlePages))
                    throw new ClusterException(ClusterFault.Malformed, $"cannot {what}: {Server} answers the same page for ever");
            }

            if (next.Length == 0) yield break;
        }
        while (true);
    }

    // An object without an identity of its own still has one name; one without either is odd, and may be another.
    private static string? KeyOf(JsonElement item)
    {
        var metadata = item.Object("metadata");
        return metadata?.Text("uid") ?? (metadata?.Text("name") is { } name ? $"{metadata?.Text("namespace")}/{name}" : null);
    }

    /// <summary>One object.</summary>
    internal async Task<JsonDocument> FindAsync(ResourceKind kind, string space, string name, CancellationToken cancellationToken) => await GetAsync(
        $"{kind.PathIn(space)}/{Uri.EscapeDataString(name)}", $"read {kind.Kind} {space}/{name} of {access.Name}", new(), cancellationToken);

    /// <summary>The stream of what changes, from a resource version on; what is not yet an answer is asked for again.</summary>
    internal async Task<HttpResponseMessage> WatchAsync(ResourceKind kind, string? space, string version, int seconds, CancellationToken cancellationToken) =>
        await AskAsync(string.Create(CultureInfo.InvariantCulture,
                $"{kind.PathIn(space)}?watch=true&allowWatchBookmarks=true&timeoutSeconds={seconds}&resourceVersion={Uri.EscapeDataString(version)}"),
            $"watch {kind.Plural} of {access.Name}", read: null, cancellationToken);

    internal ClusterException Trouble(Exception e, string what) => ApiTrouble.Of(e, what, Server, access.Proxy?.Address.Authority ?? settings.Proxy?.GetProxy(access.Server)?.Authority);

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private async Task<JsonDocument> GetAsync(string path, string what, PageBuffer buffer, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = default;
        using var answer = await AskAsync(path, what, async (message, ended) => body = await buffer.ReadAsync(message, LargestPage, what, Server, ended), cancellationToken);
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

        throw new ClusterException(ClusterFault.Malformed, $"cannot {what}: {Server} answers something that is no JSON as an API server writes it");
    }

    private async Task<HttpResponseMessage> AskAsync(
        string path, string what, Func<HttpResponseMessage, CancellationToken, Task>? read, CancellationToken cancellationToken)
    {
        var renewed = false;
        for (var repeats = 0; ; repeats++)
        {
            var wait = settings.FirstRetryWait * (1 << repeats);
            HttpResponseMessage? message = null;
            try
            {
                message = await SendAsync(path, anew: renewed && repeats == 0, cancellationToken);
                if (message.StatusCode == HttpStatusCode.OK)
                {
                    using var timer = Timer(settings.BodyTimeout, cancellationToken);
                    if (read is not null) await read(message, timer.Token);
                    return message;
                }

                var told = await ToldAsync(message, cancellationToken);
                if (message.StatusCode == HttpStatusCode.Unauthorized && access.Login.MayChange && !renewed)
                {
                    (renewed, repeats) = (true, -1);
                    message.Dispose();
                    continue;
                }

                var until = RetryAfter.Of(message, settings.Time) - settings.Time.GetUtcNow();
                var isBusy = message.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
                var mayRepeat = isBusy || message.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;
                if (!mayRepeat || repeats >= MostRepeats || until > settings.LongestWait)
                    throw ApiTrouble.Refused(message.StatusCode, told, what, Server, access.Login.Who);
                wait = until ?? wait;
                message.Dispose();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                message?.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                if (!ApiTrouble.IsPassing(e) || repeats >= MostRepeats) throw Trouble(e, what);
            }
            catch
            {
                message?.Dispose();
                throw;
            }

            await Task.Delay(wait, settings.Time, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string path, bool anew, CancellationToken cancellationToken)
    {
        // A program that logs in has its own time.
        using var timer = Timer(access.Login.Plugin is null ? settings.AnswerTimeout : settings.AnswerTimeout + settings.PluginTimeout, cancellationToken);
        return await _connection.GetAsync(path, anew, timer.Token);
    }

    private static CancellationTokenSource Timer(TimeSpan limit, CancellationToken cancellationToken)
    {
        var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        both.CancelAfter(limit);
        return both;
    }

    private async Task<ApiStatus?> ToldAsync(HttpResponseMessage message, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = Timer(settings.BodyTimeout, cancellationToken);
            return ApiTrouble.Read(await new PageBuffer().ReadAsync(message, LargestError, "", Server, timer.Token));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ClusterException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
}
