using System.Collections.Immutable;
using System.Text;
using Archway.Judging;
using Archway.Judging.Sources.Data;
using Archway.Judging.Sources.Kubernetes;
using Archway.Placing.Images;
using Archway.Placing.Manifests;
using Archway.Reading;

namespace Archway.Placing.Constraining;

/// <summary>What becomes of one workload when it is placed.</summary>
/// <param name="Workload">The workload as a person names it.</param>
/// <param name="Changes">What was added to its pods, in words.</param>
/// <param name="Problem">Why it was left as it is; null where nothing hinders.</param>
/// <param name="Notes">What else is to be known.</param>
public sealed record PlacedWorkload(string Workload, ImmutableArray<string> Changes, string? Problem, ImmutableArray<string> Notes);

/// <summary>A text of manifests whose pods were given what their images need.</summary>
/// <param name="Text">The text then.</param>
/// <param name="Workloads">What became of each workload, in the order of the text.</param>
public sealed record PlacedManifest(string Text, ImmutableArray<PlacedWorkload> Workloads)
{
    // A pod is given one thing after the other, each read again; nobody has so many terms without an end.
    private const int MostRounds = 10;

    /// <summary>Places all pods of a text.</summary>
    /// <param name="source">The text.</param>
    /// <param name="known">What is known of the images, by name.</param>
    /// <param name="options">What is added.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static PlacedManifest Of(SourceText source, IReadOnlyDictionary<string, ImagePlatforms> known, PlacingOptions options, CancellationToken cancellationToken)
    {
        Dictionary<int, List<string>> made = [];
        source = Renamed(source, known, options, made);
        for (var round = 0; ; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var placed = Templates(source).Select(template => (Template: template, Placement: PlacementOf(template, known, options))).ToArray();
            SortedDictionary<int, Edit> edits = [];
            HashSet<int> stuck = [];
            for (var i = 0; i < placed.Length; i++)
            {
                // Terms stand apart; of what may share a place that is yet to be made, the first comes now and the others in the next round.
                var changes = placed[i].Placement.Changes;
                foreach (var change in changes.Where((change, n) => n == 0 || (changes[0] is PodChange.Require { Term: not null } && change is PodChange.Require)))
                {
                    if (PodEdits.Of(source, placed[i].Template.Spec, change) is not { } edit) stuck.Add(i);
                    else
                    {
                        edits.TryAdd(edit.Start, edit);
                        (made.TryGetValue(i, out var list) ? list : made[i] = []).Add(change.ToString());
                    }
                }
            }

            if (edits.Count == 0 || round == MostRounds) return new(source.Text, [.. placed.Select((one, i) => Told(one.Template, one.Placement, made.GetValueOrDefault(i, []), stuck.Contains(i)))]);
            source = new(source.Path, Applied(source.Text, edits.Values));
        }
    }

    // A label's old name and its new one stand for the same on every node, so that nothing becomes wider.
    private static SourceText Renamed(SourceText source, IReadOnlyDictionary<string, ImagePlatforms> known, PlacingOptions options, Dictionary<int, List<string>> made)
    {
        if (options.LeavesKeptOff || !source.Text.Contains("beta.kubernetes.io/", StringComparison.Ordinal)) return source;
        SortedDictionary<int, Edit> edits = [];
        var hasAnchors = source.Text.Contains('&', StringComparison.Ordinal);
        foreach (var (i, template) in Templates(source).Index().Where(one => PlacementOf(one.Item, known, options).Problem is null))
        {
            foreach (var (label, now, edit) in DataWalk.Places(template.Spec, hasAnchors, place => place.Name == "tolerations").SelectMany(place => OldLabels.At(source, place)))
            {
                if (edit is null || !edits.TryAdd(edit.Start, edit)) continue;
                (made.TryGetValue(i, out var list) ? list : made[i] = []).Add($"calls {label.Value} {now}");
            }
        }

        return new(source.Path, Applied(source.Text, edits.Values));
    }

    private static IEnumerable<PodTemplate> Templates(SourceText source) =>
        ManifestText.Documents(source, []).SelectMany(document => PodTemplate.In(source, document));

    private static PodPlacement PlacementOf(PodTemplate template, IReadOnlyDictionary<string, ImagePlatforms> known, PlacingOptions options)
    {
        if (PodRules.Broken(template.Spec) is [var broken, ..]) return new([], $"an API server refuses it: {broken}", []);
        var pod = PodReader.Read(template.Spec, template.Labels);
        return Placer.Place(pod, PodArchitectures.Of(template.Images, Placer.OsOf(pod), known), options);
    }

    private static PlacedWorkload Told(PodTemplate template, PodPlacement placement, IEnumerable<string> made, bool isStuck) => new(
        template.Workload, [.. made.Distinct()],
        placement.Problem ?? (isStuck ? $"it shares what would be changed with others, behind an anchor or an alias: {placement.Changes[0]}" : null),
        [.. placement.Notes, .. template.Images.Where(image => image.IsVolume).Select(image => $"{image.Name} is only mounted, as {image.Container}, and asks for no architecture")]);

    private static string Applied(string text, IEnumerable<Edit> edits)
    {
        StringBuilder changed = new();
        var at = 0;
        foreach (var edit in edits)
        {
            changed.Append(text, at, edit.Start - at).Append(edit.With);
            at = edit.End;
        }

        return changed.Append(text, at, text.Length - at).ToString();
    }
}
