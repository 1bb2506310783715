using System.Collections.Immutable;
using System.Text.Json;
using Archway.Cli.Reports.Json;
using Archway.Judging;
using Archway.Reading;
using Archway.Resolving;
using Archway.Testing;

namespace Archway.Cli.Tests;

/// <summary>Saved scans of a cluster and of a repository, each image of which is named after how it stands.</summary>
internal static class Scans
{
    /// <summary>A cluster and a repository of it.</summary>
    internal static (string Name, ScanDocument Scan)[] Two() =>
    [
        ("prod-2026-11-01.json", Cluster("agent:1", "blocked:1", "unknown:1", "ready:1")),
        ("web-2026-11-02.json", Of(["."], ("deploy/cart.yaml", "Deployment/cart", null, "ready:1"), ("deploy/mail.yaml", "Deployment/mail", null, "verified:1"), ("deploy/old.yaml", "Deployment/old", null, "update:1"))),
    ];

    /// <summary>A cluster with an agent on every node, a shop, and a ledger of two images.</summary>
    internal static ScanDocument Cluster(string agent, string shop, string ledger, string beside) => Of(["k8s:prod"],
        ("k8s:prod/monitoring/DaemonSet/agent", "DaemonSet/monitoring/agent", "monitoring", agent),
        ("k8s:prod/shop/Deployment/shop", "Deployment/shop/shop", "shop", shop),
        ("k8s:prod/payments/StatefulSet/ledger", "StatefulSet/payments/ledger", "payments", ledger),
        ("k8s:prod/payments/StatefulSet/ledger", "StatefulSet/payments/ledger", "payments", beside));

    /// <summary>A scan in which these places name these images; a name tells how its image stands.</summary>
    internal static ScanDocument Of(string[] scanned, params (string File, string Workload, string? Namespace, string Image)[] places)
    {
        string[] images = [.. places.Select(place => place.Image).Distinct()];
        return new(
            ScanDocument.CurrentVersion, new("archway", "0.1.0"), ["linux/arm64"], [.. scanned], new(1, 1, places.Length, images.Length, 0, 0, 0),
            [.. places.Select(place => new OccurrenceJson(place.File, 1, 1, place.Image, place.Image, null, OccurrenceKind.KubernetesContainer, place.Workload, "main", null, null, place.Namespace))],
            [.. images.Select(Image)], [], [], ImmutableDictionary<string, int>.Empty);
    }

    /// <summary>The scan as a file holds it.</summary>
    internal static string Text(ScanDocument scan) => JsonSerializer.Serialize(scan, ReportJson.Readable.ScanDocument);

    /// <summary>A folder with scans as files.</summary>
    internal static TempFolder Folder(params (string Name, ScanDocument Scan)[] scans)
    {
        TempFolder folder = new();
        foreach (var (name, scan) in scans) folder.With(name, Text(scan));
        return folder;
    }

    private static ImageJson Image(string name)
    {
        var word = name.Split(':')[0];
        var status = word switch
        {
            "agent" or "blocked" => ImageStatus.Blocked,
            "unknown" => ImageStatus.Unknown,
            "update" => ImageStatus.Update,
            _ => ImageStatus.Ready,
        };
        var verification = word == "verified" ? Verification.Verified : Verification.None;
        return new(name, status, [new("linux/arm64", status, $"so it is with {word}", verification, EvidenceSource.Registry)], ["linux/amd64"], null, null,
            $"so it is with {word}", status == ImageStatus.Update ? ["update:2 runs"] : [], [], 1);
    }
}
