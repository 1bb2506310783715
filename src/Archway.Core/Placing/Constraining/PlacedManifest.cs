using System.Collections.Immutable;
using System.Text;
using Archway.Judging;
using Archway.Judging.Sources.Data;
using Archway.Judging.Sources.Kubernetes;
using Archway.Placing.Images;
using Archway.Placing.Manifests;
using Archway.Reading;
using Archway.Reading.Data;

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
            var decided = Decided(source, known, options, out _);
            SortedDictionary<int, Edit> edits = [];
            foreach (var (i, one) in decided.Index().Where(each => !each.Item.IsHeldBack))
            {
                // Terms stand apart; of what may share a place that is yet to be made, the first comes now and the others in the next round.
                var possible = one.Edits.Where(each => each.Edit is not null).ToArray();
                foreach (var (change, edit) in possible.Where((each, n) => n == 0 || (possible[0].Change is PodChange.Require { Term: not null } && each.Change is PodChange.Require)))
                {
                    edits.TryAdd(edit!.Start, edit);
                    (made.TryGetValue(i, out var list) ? list : made[i] = []).Add(change.ToString());
                }
            }

            if (edits.Count == 0 || round == MostRounds) return new(source.Text, [.. decided.Select((one, i) => Told(one, made.GetValueOrDefault(i, [])))]);
            source = new(source.Path, Applied(source.Text, edits.Values));
        }
    }

    // A label's old name and its new one stand for the same on every node, so that nothing becomes wider.
    private static SourceText Renamed(SourceText source, IReadOnlyDictionary<string, ImagePlatforms> known, PlacingOptions options, Dictionary<int, List<string>> made)
    {
        if (options.LeavesKeptOff || !source.Text.Contains("beta.kubernetes.io/", StringComparison.Ordinal)) return source;
        SortedDictionary<int, Edit> edits = [];
        var hasAnchors = source.Text.Contains('&', StringComparison.Ordinal);
        foreach (var (i, one) in Decided(source, known, options, out var shared).Index().Where(each => !each.Item.IsLeft))
        {
            foreach (var (label, now, edit) in DataWalk.Places(one.Template.Spec, hasAnchors, place => place.Name == "tolerations").SelectMany(place => OldLabels.At(source, place)))
            {
                if (edit is null || shared.Cover(label.Start) || !edits.TryAdd(edit.Start, edit)) continue;
                (made.TryGetValue(i, out var list) ? list : made[i] = []).Add($"calls {label.Value} {now}");
            }
        }

        return new(source.Path, Applied(source.Text, edits.Values));
    }

    private static Decision[] Decided(SourceText source, IReadOnlyDictionary<string, ImagePlatforms> known, PlacingOptions options, out SharedParts shared)
    {
        List<DataNode> repeated = [];
        var documents = ManifestText.Documents(source, [], repeated).ToArray();
        var parts = shared = new(repeated);
        return [.. documents.SelectMany(document => PodTemplate.In(source, document)).Select(template =>
        {
            var placement = PlacementOf(template, known, options);
            return new Decision(template, placement, [.. placement.Changes.Select(change => (change, PodEdits.Of(source, parts, template.Spec, change)))]);
        })];
    }

    private static PodPlacement PlacementOf(PodTemplate template, IReadOnlyDictionary<string, ImagePlatforms> known, PlacingOptions options)
    {
        if (!template.Wish.IsPlaced) return new([], $"it says {PlaceWish.Name}=false", []);
        if (PodRules.Broken(template.Spec) is [var broken, ..]) return new([], $"an API server refuses it: {broken}", []);
        var pod = PodReader.Read(template.Spec, template.Labels);
        return Placer.Place(pod, PodArchitectures.Of(template.Images, Placer.OsOf(pod), known), options);
    }

    // What cannot be had of a pod that was changed is a note; a pod that is said to be left has not changed at all.
    private static PlacedWorkload Told(Decision one, List<string> made)
    {
        var stuck = one.Edits.Where(each => each.Edit is null).Select(each => $"it shares what would be changed with others, behind an anchor or an alias: {each.Change}").FirstOrDefault();
        return new(one.Template.Workload, [.. made.Distinct()], one.Placement.Problem ?? (made.Count == 0 ? stuck : null),
        [
            .. one.Placement.Notes, .. one.Template.Wish.Warning is { } warning ? [warning] : Array.Empty<string>(), .. made.Count > 0 && stuck is not null ? [stuck] : Array.Empty<string>(),
            .. one.Template.Images.Where(image => image.IsVolume).Select(image => $"{image.Name} is only mounted, as {image.Container}, and asks for no architecture"),
        ]);
    }

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

    /// <summary>What is to become of a pod, as its text is now.</summary>
    private sealed record Decision(PodTemplate Template, PodPlacement Placement, ImmutableArray<(PodChange Change, Edit? Edit)> Edits)
    {
        /// <summary>Whether it cannot be given all that its images need: then it is given nothing.</summary>
        internal bool IsHeldBack { get; } = Edits.Any(one => one is { Edit: null, Change: PodChange.Require or PodChange.SelectNode });

        /// <summary>Whether it stays as it is though something was to be done.</summary>
        internal bool IsLeft => Placement.Problem is not null || IsHeldBack || (Edits.Length > 0 && Edits.All(one => one.Edit is null));
    }
}
