using System.Collections.Immutable;
using System.Text;
using Archway.Fixing;
using Archway.Placing.Constraining;
using Archway.Placing.Images;
using Archway.Scanning;

namespace Archway.Planning;

/// <summary>What is changed in manifests so that pods stand where they run.</summary>
/// <param name="Diff">The changes of the files, as <c>git apply</c> takes them; empty where there are none.</param>
/// <param name="Steps">The same in the order in which they are made, each on top of those before it; none is empty.</param>
/// <param name="Changed">The workloads changed, each with what is added.</param>
/// <param name="Left">The workloads left as they are, each with the reason.</param>
public sealed record ManifestPatches(string Diff, ImmutableArray<PatchStep> Steps, ImmutableArray<PlacedWorkload> Changed, ImmutableArray<PlacedWorkload> Left)
{
    /// <summary>Nothing changed.</summary>
    internal static ManifestPatches None { get; } = new("", [], [], []);

    /// <summary>The changes of a wave; null where it has none.</summary>
    /// <param name="wave">The wave; null for what keeps off that does not move.</param>
    public PatchStep? Of(WaveKind? wave) => Steps.FirstOrDefault(step => step.Wave == wave);

    /// <summary>The changes that a strategy asks for.</summary>
    /// <param name="scan">What was read.</param>
    /// <param name="known">What is known of its images, by name.</param>
    /// <param name="waves">The waves in which workloads move.</param>
    /// <param name="placing">What pods are given.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    internal static ManifestPatches Of(
        ScanResult scan, IReadOnlyDictionary<string, ImagePlatforms> known, ImmutableArray<Wave> waves, PlacingOptions placing, CancellationToken cancellationToken)
    {
        // Two of one name in one file are changed together, with the first of them.
        var waveOf = waves.Where(wave => wave.Moves).SelectMany(wave => wave.Workloads.Select(one => (Key: (one.At.File, one.Name), wave.Kind)))
            .GroupBy(one => one.Key).ToDictionary(same => same.Key, same => same.Min(one => one.Kind));
        var files = scan.Pods.Where(pods => pods.Source is not null).GroupBy(pods => pods.At.File, StringComparer.Ordinal).OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => (Name: file.Key, Source: file.First().Source!)).ToArray();
        var texts = files.Select(file => file.Source.Text).ToArray();
        List<PlacedWorkload> told = [];
        List<PatchStep> steps = [];
        foreach (var wave in waveOf.Values.Distinct().Order().Select(kind => (WaveKind?)kind).Prepend(null))
        {
            StringBuilder diff = new();
            List<string> changed = [];
            for (var i = 0; i < files.Length; i++)
            {
                var (name, source) = files[i];
                var placed = PlacedManifest.Of(new(source.Path, texts[i]), known, placing, cancellationToken, template => WaveOf(name, template.Workload) == wave);
                told.AddRange(placed.Workloads);
                if (placed.Text == texts[i]) continue;
                diff.Append(UnifiedDiff.Of(name, texts[i], placed.Text));
                changed.Add(name);
                texts[i] = placed.Text;
            }

            if (changed.Count > 0) steps.Add(new(wave, diff.ToString(), [.. changed]));
        }

        var whole = string.Concat(files.Select((file, i) => UnifiedDiff.Of(file.Name, file.Source.Text, texts[i])));
        return new(whole, [.. steps], [.. told.Where(one => one.Changes.Length > 0)], [.. told.Where(one => one.Problem is not null)]);

        WaveKind? WaveOf(string file, string workload) => waveOf.TryGetValue((file, workload), out var kind) ? kind : null;
    }

    /// <summary>What pods are given under a strategy.</summary>
    internal static PlacingOptions PlacingOf(PlanStrategy strategy, ImmutableArray<NodeGroup> groups) => new()
    {
        Nodes = strategy == PlanStrategy.ArmOnly ? ["arm64"] : ["amd64", "arm64"],
        // They leave x86 machines as Arm ones come up, and not only when they are made anew for another reason.
        Preferred = strategy == PlanStrategy.ArmOnly ? null : "arm64",
        Weight = 100,
        Tolerated = [.. groups.Where(group => group.TakesMoved).SelectMany(group => group.AllTaints).Distinct()],
        LeavesKeptOff = strategy == PlanStrategy.Taints,
    };

    /// <summary>The files of a plan that hold them: all at once, and wave by wave where there are several.</summary>
    internal IEnumerable<PlanFile> Files() => Steps.IsEmpty ? [] :
    [
        new("patches.diff", Diff, Steps.Length == 1 ? "what is changed in manifests, for git apply" : "all that is changed in manifests, for git apply"),
        .. Steps.Length == 1 ? [] : Steps.Select(step => new PlanFile(step.FileName, step.Diff, step.Wave is null ? "of that, what keeps off Arm machines that does not run there" : "of that, what goes with its wave")),
    ];

    /// <summary>The file that has the changes of a step.</summary>
    internal string FileOf(PatchStep step) => Steps.Length == 1 ? "patches.diff" : step.FileName;
}

/// <summary>What is changed in manifests at one time.</summary>
/// <param name="Wave">The wave that it goes with; null for what keeps workloads off that do not move.</param>
/// <param name="Diff">The changes, on top of those before.</param>
/// <param name="Files">The files changed.</param>
public sealed record PatchStep(WaveKind? Wave, string Diff, ImmutableArray<string> Files)
{
    /// <summary>The name of the file that has it.</summary>
    public string FileName => $"patches-{Wave?.ToString().ToLowerInvariant() ?? "keep-off"}.diff";
}
