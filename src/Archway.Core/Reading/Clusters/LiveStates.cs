using System.Text.Json;
using Archway.Oci.Content;

namespace Archway.Reading.Clusters;

/// <summary>How a live workload stands, in words.</summary>
internal static class LiveStates
{
    internal const string Finished = "finished";

    /// <summary>How one stands that does not simply run; null for one that does.</summary>
    internal static string? Of(string kind, JsonElement item)
    {
        var (spec, status) = (item.Object("spec"), item.Object("status"));
        return kind switch
        {
            "Pod" => status?.Text("phase") is "Succeeded" or "Failed" ? Finished : null,
            "Job" when (status?.Items("conditions") ?? []).Any(IsEnd) => Finished,
            "Job" or "CronJob" => spec?.Member("suspend") is { ValueKind: JsonValueKind.True } ? "suspended" : null,
            "DaemonSet" => Number(status, "desiredNumberScheduled") == 0 ? "on no node" : null,
            _ => IsAtZero(item) ? "scaled to zero" : null,
        };
    }

    internal static bool IsAtZero(JsonElement item) => Number(item.Object("spec"), "replicas") == 0;

    private static bool IsEnd(JsonElement condition) => condition.Text("type") is "Complete" or "Failed" && condition.Text("status") == "True";

    private static long? Number(JsonElement? of, string name) =>
        of?.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;
}
