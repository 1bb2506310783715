using System.Collections.Immutable;
using System.Text;
using Archway.Fixing;
using Archway.Placing.Constraining;
using Archway.Placing.Images;
using Archway.Scanning;

namespace Archway.Planning;

/// <summary>What is changed in manifests so that pods stand where they run.</summary>
/// <param name="Diff">The changes of the files, as <c>git apply</c> takes them; empty where there are none.</param>
/// <param name="Changed">The workloads changed, each with what is added.</param>
/// <param name="Left">The workloads left as they are, each with the reason.</param>
public sealed record ManifestPatches(string Diff, ImmutableArray<PlacedWorkload> Changed, ImmutableArray<PlacedWorkload> Left)
{
    /// <summary>The changes that a strategy asks for.</summary>
    /// <param name="scan">What was read.</param>
    /// <param name="known">What is known of its images, by name.</param>
    /// <param name="strategy">The strategy.</param>
    /// <param name="options">What the plan is for.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    internal static ManifestPatches Of(
        ScanResult scan, IReadOnlyDictionary<string, ImagePlatforms> known, PlanStrategy strategy, PlanOptions options, CancellationToken cancellationToken)
    {
        var placing = PlacingOf(strategy, options);
        StringBuilder diff = new();
        List<PlacedWorkload> told = [];
        foreach (var file in scan.Pods.Where(pods => pods.Source is not null).GroupBy(pods => pods.At.File, StringComparer.Ordinal).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var source = file.First().Source!;
            var placed = PlacedManifest.Of(source, known, placing, cancellationToken);
            diff.Append(UnifiedDiff.Of(file.Key, source.Text, placed.Text));
            told.AddRange(placed.Workloads);
        }

        return new(diff.ToString(), [.. told.Where(one => one.Changes.Length > 0)], [.. told.Where(one => one.Problem is not null)]);
    }

    /// <summary>What pods are given under a strategy.</summary>
    internal static PlacingOptions PlacingOf(PlanStrategy strategy, PlanOptions options) => new()
    {
        Nodes = strategy == PlanStrategy.ArmOnly ? ["arm64"] : ["amd64", "arm64"],
        // They leave x86 machines as Arm ones come up, and not only when they are made anew for another reason.
        Preferred = strategy == PlanStrategy.ArmOnly ? null : "arm64",
        Weight = 100,
        Tolerated = strategy == PlanStrategy.Taints ? [options.Taint] : [],
        LeavesKeptOff = strategy == PlanStrategy.Taints,
    };
}
