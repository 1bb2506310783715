using System.Collections.Immutable;
using Archway.Placing.Constraining;
using Archway.Placing.Images;
using Archway.Server.Lookups;

namespace Archway.Server.Admission;

/// <summary>What is answered about a pod, by what is known of its images; touches nothing outside itself.</summary>
/// <param name="policy">What becomes of pods.</param>
internal sealed class PodAnswers(AdmissionPolicy policy)
{
    private const int LongestReason = 1000;

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

        var words = placement.Changes.IsEmpty ? "asks for no node that does not run its images" : string.Join("; ", placement.Changes);
        var patch = Patched(pod, admitted, placement.Changes, string.Join("; ", [words, .. known.Notes]), runs.All);
        return patch is null
            ? Unread(admitted, "its affinity is not of the form that an API server sends")
            : new(placement.Changes.IsEmpty ? Outcome.Unchanged : Outcome.Placed) { Patch = patch.Value };
    }

    /// <summary>The answer to a pod that is given containers for debugging: it stands where it stands.</summary>
    /// <param name="pod">The pod as it is to be.</param>
    /// <param name="before">The pod as it is.</param>
    /// <param name="known">What is known of its images.</param>
    internal Decision Debugged(AdmittedPod pod, AdmittedPod before, ImageAnswers known)
    {
        var os = Placer.OsOf(pod.Pod);
        var added = pod.Images.Except(before.Images).ToImmutableArray();
        // Its node is not asked for; what the pod's own images and words leave of nodes is what it may be.
        var nodes = Placer.Place(before.Pod with { NodeName = null }, PodArchitectures.Of(before.Images, os, known), new()).Possible;
        if (added.IsEmpty || nodes.IsEmpty || PodArchitectures.Of(added, os, known).All is not { } all) return new(Outcome.Skipped);
        if (nodes.IsSubsetOf(all)) return new(Outcome.Unchanged);
        var runs = $"{string.Join(", ", added.Select(image => image.Name))} runs on {(all.IsEmpty ? "no common architecture" : string.Join(", ", all))}";
        // The node of a pod that crashes may be one that its images do not run on; only its own words are sure.
        var written = Placer.Place(before.Pod with { NodeName = null }, new(all.Union(nodes), null), new()).Possible;
        return policy.OnNoCommon == Remedy.Deny && !all.Overlaps(written)
            ? Refused($"{runs}, and the pod asks for a node of {string.Join(", ", written)}")
            : new(Outcome.NoCommon) { Warnings = [$"archway: {runs}, and the pod's own images on {string.Join(", ", nodes)}"] };
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

    private static Decision Refused(string because) => new(Outcome.Denied)
    {
        Refusal = $"archway refuses the pod: {because}; the annotation {PodAnnotations.Place}=false lets it pass as it is",
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
        annotations[PodAnnotations.Placement] = ReviewWriter.Cut(words, LongestReason);
        return annotations;
    }
}
