using System.Collections.Immutable;
using Archway.Placing.Constraining;
using Archway.Placing.Images;
using Archway.Placing.Manifests;
using Archway.Server.Lookups;

namespace Archway.Server.Admission;

/// <summary>What is answered about a pod, by what is known of its images; touches nothing outside itself.</summary>
/// <param name="policy">What becomes of pods.</param>
internal sealed class PodAnswers(AdmissionPolicy policy)
{
    /// <summary>The answer where a pod is not looked at.</summary>
    /// <param name="admitted">The pod as it came.</param>
    /// <param name="because">Why.</param>
    internal Decision Unread(AdmittedObject admitted, string because) => policy.OnUnknown == Remedy.Deny
        ? Refused(because)
        : new(Outcome.Unknown) { Warnings = [Left(because)], Patch = Annotated(admitted, Left(because), null) };

    /// <summary>The answer to a pod that is created.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="admitted">The same as it came.</param>
    /// <param name="known">What is known of its images.</param>
    internal Decision Created(AdmittedPod pod, AdmittedObject admitted, ImageAnswers known)
    {
        var runs = PodArchitectures.Of(pod.Images, Placer.OsOf(pod.Pod), known);
        var placement = Placer.Place(pod.Pod, runs, policy.Placing);
        if (placement.Problem is { } problem)
        {
            var (outcome, remedy) = runs.All switch
            {
                null => (Outcome.Unknown, policy.OnUnknown),
                { IsEmpty: true } => (Outcome.NoCommon, policy.OnNoCommon),
                // What is written is never made wider, so that there is nothing to fall back to.
                _ => (Outcome.Contradicted, policy.OnNoCommon == Remedy.Deny ? Remedy.Deny : Remedy.Leave),
            };
            var because = string.Join("; ", [problem, .. known.Notes]);
            // What is known of the other images is not set aside for what is not known of one.
            if (outcome == Outcome.Unknown && remedy == Remedy.Fallback && Barring(pod, known) is { } barring)
                (remedy, because) = (Remedy.Leave, $"{because}; {barring} does not run on {policy.Fallback}");
            return Remedied(pod, admitted, outcome, remedy, because);
        }

        var words = placement.Changes.IsEmpty ? "asks for no node that does not run its images" : string.Join("; ", placement.Changes.Select(change => change.ToString()).Distinct());
        var patch = Patched(pod, admitted, placement.Changes, string.Join("; ", [words, .. known.Notes]), runs.All);
        return patch is null
            ? Unread(admitted, "its affinity is not of the form that an API server sends")
            : new(placement.Changes.IsEmpty ? Outcome.Unchanged : Outcome.Placed) { Patch = patch.Value };
    }

    /// <summary>The answer to a pod that is given containers for debugging: it stands where it stands, so that all there is is a word, or a refusal.</summary>
    /// <param name="pod">The pod as it is to be.</param>
    /// <param name="before">The pod as it is.</param>
    /// <param name="known">What is known of its images.</param>
    internal Decision Debugged(AdmittedPod pod, AdmittedPod before, ImageAnswers known)
    {
        var os = Placer.OsOf(pod.Pod);
        var nodes = NodesOf(before, os, known);
        var asked = Placer.Asked(before.Pod);
        var added = pod.Images.Except(before.Images).Where(image => !image.IsVolume).DistinctBy(image => image.Name).ToArray();
        var (outcome, words, remedy) = (added.Length > 0 ? Outcome.Unchanged : Outcome.Skipped, new List<string>(), Remedy.Leave);
        foreach (var image in added)
        {
            var (told, because) = PodArchitectures.Of([image], os, known);
            if (told is not { } all)
            {
                if (outcome != Outcome.NoCommon) outcome = Outcome.Unknown;
                words.Add($"whether it runs on the pod's node is not known: {because}");
                if (policy.OnUnknown == Remedy.Deny) remedy = Remedy.Deny;
            }
            else if (all.IsEmpty || (nodes is null ? all.Count < 2 : !nodes.IsSubsetOf(all)))
            {
                outcome = Outcome.NoCommon;
                words.Insert(0, $"{image.Name} runs on {(all.IsEmpty ? $"no {os}" : string.Join(", ", all))}, and the pod's node may be {(nodes is null ? "of any architecture" : string.Join(", ", nodes))}");
                // The node of a pod that crashes may be one that its images do not run on; only its own words are sure.
                if (policy.OnNoCommon == Remedy.Deny && (all.IsEmpty || (asked is not null && !all.Overlaps(asked)))) remedy = Remedy.Deny;
            }
        }

        if (words.Count > 0) words.AddRange(known.Notes);
        return remedy == Remedy.Deny ? Refused(string.Join("; ", words), "the container for debugging")
            : new(outcome) { Warnings = [.. words.Select(word => $"archway: {word}")] };
    }

    /// <summary>The answer where containers for debugging are not looked at.</summary>
    /// <param name="because">Why.</param>
    internal Decision NotLookedAt(string because) => policy.OnUnknown == Remedy.Deny
        ? Refused(because, "the container for debugging")
        : new(Outcome.Unknown) { Warnings = [$"archway: whether the container for debugging runs on the pod's node is not known: {because}"] };

    // What node it is is not asked: what the pod's own images and words leave of nodes is what it may be; null where they leave all.
    private static ImmutableSortedSet<string>? NodesOf(AdmittedPod before, string os, ImageAnswers known)
    {
        var possible = Placer.Place(before.Pod with { NodeName = null }, PodArchitectures.Of(before.Images, os, known), new()).Possible;
        return possible.IsEmpty ? Placer.Asked(before.Pod) : possible;
    }

    // An image that is known not to run on what pods fall back to.
    private string? Barring(AdmittedPod pod, ImageAnswers known)
    {
        var os = Placer.OsOf(pod.Pod);
        return pod.Images.FirstOrDefault(image => !image.IsVolume && known.TryGetValue(image.Name, out var platforms)
            && platforms.Architectures(os) is { } own && !own.Contains(policy.Fallback))?.Name;
    }

    private Decision Remedied(AdmittedPod pod, AdmittedObject admitted, Outcome outcome, Remedy remedy, string because)
    {
        if (remedy == Remedy.Deny) return Refused(because);
        if (remedy == Remedy.Fallback)
        {
            var fallback = Placer.Place(pod.Pod, new([policy.Fallback], null), new() { AsNodeSelector = policy.Placing.AsNodeSelector });
            var words = $"taken to run on {policy.Fallback}: {because}";
            if (fallback.Problem is null && Patched(pod, admitted, fallback.Changes, words, null) is { } patch)
                return new(outcome) { Patch = patch, Warnings = [$"archway: {words}"] };
        }

        return new(outcome) { Warnings = [Left(because)], Patch = Annotated(admitted, Left(because), null) };
    }

    private static Decision Refused(string because, string what = "the pod") => new(Outcome.Denied)
    {
        Refusal = $"archway refuses {what}: {because}; the annotation {PlaceWish.Name}=false lets it pass as it is",
    };

    private static string Left(string because) => $"archway left the pod as it is: {because}";

    private static ReadOnlyMemory<byte>? Patched(
        AdmittedPod pod, AdmittedObject admitted, ImmutableArray<PodChange> changes, string words, ImmutableSortedSet<string>? architectures) =>
        PodPatch.Of(pod.Spec, changes, admitted.Annotations is not null, Annotations(admitted, words, architectures, isChanged: !changes.IsEmpty));

    private static ReadOnlyMemory<byte> Annotated(AdmittedObject admitted, string words, ImmutableSortedSet<string>? architectures) =>
        PodPatch.Of(null, [], admitted.Annotations is not null, Annotations(admitted, words, architectures, isChanged: true)) ?? default;

    private static Dictionary<string, string> Annotations(AdmittedObject admitted, string words, ImmutableSortedSet<string>? architectures, bool isChanged)
    {
        Dictionary<string, string> annotations = [];
        if (!admitted.HasMetadata) return annotations;
        var told = architectures is { IsEmpty: false } ? string.Join(',', architectures) : null;
        var before = admitted.Annotations?.GetValueOrDefault(PodAnnotations.Architectures);
        // What a pod is asked about again says of itself already what was done the first time; what was copied from another pod may be of other images.
        if (!isChanged && before == told && admitted.Annotations?.ContainsKey(PodAnnotations.Placement) == true) return annotations;
        if (told is not null || before is not null) annotations[PodAnnotations.Architectures] = told ?? "unknown";
        annotations[PodAnnotations.Placement] = ReviewWriter.Cut(ReviewWriter.Clean(words), PodAnnotations.Longest);
        return annotations;
    }
}
