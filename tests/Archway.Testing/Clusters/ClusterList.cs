using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Archway.Testing.Clusters;

/// <summary>The objects of a kind: listed in pages as of one moment, and told of as they change.</summary>
internal sealed class ClusterList(ClusterKind kind)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, JsonObject> _items = new(StringComparer.Ordinal);
    private readonly List<(long Version, string Line)> _changes = [];
    private readonly List<Channel<string>> _watches = [];
    private long _version = 1000;
    private long _oldest;

    internal bool ContinuesExpired { get; set; } = true;

    internal int Watches
    {
        get
        {
            lock (_lock)
            {
                return _watches.Count;
            }
        }
    }

    internal void Put(JsonObject item)
    {
        lock (_lock)
        {
            var copy = item.DeepClone().AsObject();
            var metadata = copy["metadata"]!.AsObject();
            metadata["resourceVersion"] = Number(++_version);
            metadata["uid"] ??= Guid.NewGuid().ToString();
            var key = $"{metadata["namespace"]}/{metadata["name"]}";
            Tell(_items.ContainsKey(key) ? "MODIFIED" : "ADDED", copy);
            _items[key] = copy;
        }
    }

    internal void Delete(string space, string name)
    {
        lock (_lock)
        {
            if (!_items.Remove($"{space}/{name}", out var gone)) return;
            gone["metadata"]!["resourceVersion"] = Number(++_version);
            Tell("DELETED", gone);
        }
    }

    internal void Bookmark()
    {
        lock (_lock)
        {
            Tell("BOOKMARK", new() { ["metadata"] = new JsonObject { ["resourceVersion"] = Number(++_version) } });
        }
    }

    internal void Compact()
    {
        lock (_lock)
        {
            _oldest = ++_version;
        }
    }

    internal void EndWatches()
    {
        lock (_lock)
        {
            foreach (var watch in _watches) watch.Writer.TryComplete();
            _watches.Clear();
        }
    }

    internal Task AnswerAsync(HttpContext context, string? space, string? name)
    {
        if (name is not null) return AnswerOneAsync(context, space, name);
        return context.Request.Query["watch"] == "true" || context.Request.Query["watch"] == "1" ? WatchAsync(context, space) : ListAsync(context, space);
    }

    private Task AnswerOneAsync(HttpContext context, string? space, string name)
    {
        JsonObject? found;
        lock (_lock)
        {
            _items.TryGetValue($"{space}/{name}", out found);
            found = found?.DeepClone().AsObject();
        }

        if (found is null) return TestCluster.WriteAsync(context, 404, TestCluster.Status(404, $"{kind.Plural} \"{name}\" not found"));
        found["kind"] = kind.Kind;
        found["apiVersion"] = kind.ApiVersion;
        return TestCluster.WriteAsync(context, 200, found);
    }

    private async Task ListAsync(HttpContext context, string? space)
    {
        var query = context.Request.Query;
        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : int.MaxValue;
        var (version, start) = (0L, "");
        if (query["continue"].ToString() is { Length: > 0 } written)
        {
            if (Decode(written) is not var (of, after))
            {
                await TestCluster.WriteAsync(context, 400, Recordings.Body("pods-bad-continue"));
                return;
            }

            (version, start) = (of, after);
        }

        StringBuilder body = new();
        lock (_lock)
        {
            if (version > 0 && version < _oldest)
            {
                var next = ContinuesExpired ? Encode(_version, start) : null;
                body.Append(TestCluster.Status(410, "The provided continue parameter is too old to display a consistent list result.", next).ToJsonString());
            }
            else
            {
                Append(body, space, version == 0 ? _version : version, start, limit);
                version = 0;
            }
        }

        context.Response.StatusCode = version > 0 ? 410 : 200;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToString());
    }

    private void Append(StringBuilder body, string? space, long version, string start, int limit)
    {
        var page = _items.Where(item => string.CompareOrdinal(item.Key, start) > 0 && (space is null || item.Key.StartsWith(space + "/", StringComparison.Ordinal))).Take(limit == int.MaxValue ? limit : limit + 1).ToArray();
        JsonObject metadata = new() { ["resourceVersion"] = Number(version) };
        if (page.Length > limit) metadata["continue"] = Encode(version, page[limit - 1].Key);
        body.Append(CultureInfo.InvariantCulture, $$"""{"kind":"{{kind.Kind}}List","apiVersion":"{{kind.ApiVersion}}","metadata":{{metadata.ToJsonString()}},"items":[""");
        body.AppendJoin(',', page.Take(limit).Select(item => item.Value.ToJsonString())).Append("]}\n");
    }

    private async Task WatchAsync(HttpContext context, string? space)
    {
        var from = long.TryParse(context.Request.Query["resourceVersion"], CultureInfo.InvariantCulture, out var version) ? version : 0;
        var watch = Channel.CreateUnbounded<string>();
        var isTooOld = false;
        lock (_lock)
        {
            isTooOld = from < _oldest;
            foreach (var (_, line) in _changes.Where(change => change.Version > from)) watch.Writer.TryWrite(line);
            if (!isTooOld) _watches.Add(watch);
        }

        context.Response.ContentType = "application/json";
        if (isTooOld)
        {
            // As it was recorded: a refusal within the stream.
            await context.Response.WriteAsync(Recordings.Body("watch-too-old").ToJsonString() + "\n");
            return;
        }

        await context.Response.Body.FlushAsync(context.RequestAborted);
        await foreach (var line in watch.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(line + "\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private void Tell(string type, JsonObject item)
    {
        var told = item.DeepClone().AsObject();
        told["kind"] = kind.Kind;
        told["apiVersion"] = kind.ApiVersion;
        var line = new JsonObject { ["type"] = type, ["object"] = told }.ToJsonString();
        _changes.Add((_version, line));
        foreach (var watch in _watches) watch.Writer.TryWrite(line);
    }

    private static string Number(long version) => version.ToString(CultureInfo.InvariantCulture);

    private static string Encode(long version, string start) => Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$"""{"v":"meta.k8s.io/v1","rv":{{version}},"start":{{JsonValue.Create(start).ToJsonString()}}}"""))).TrimEnd('=');

    private static (long Version, string Start)? Decode(string written)
    {
        try
        {
            var read = JsonNode.Parse(Convert.FromBase64String(written.PadRight((written.Length + 3) / 4 * 4, '=')));
            return (read!["rv"]!.GetValue<long>(), read["start"]!.GetValue<string>());
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException or NullReferenceException or InvalidOperationException)
        {
            return null;
        }
    }
}
