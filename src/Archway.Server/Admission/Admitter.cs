using Archway.Placing.Manifests;
using Archway.Server.Lookups;

namespace Archway.Server.Admission;

/// <summary>Decides on what is to be admitted: asks for what is not known, for as long as there is time, and never writes anything anywhere.</summary>
/// <param name="policy">What becomes of pods.</param>
/// <param name="lookups">What is known of images.</param>
/// <param name="secrets">The pull secrets of pods; null where none are read.</param>
/// <param name="time">The clock.</param>
internal sealed class Admitter(AdmissionPolicy policy, ImageLookups lookups, IPullSecrets? secrets, TimeProvider time)
{
    // What is left of what the API server waits is for the way there and back.
    private const double Share = 0.8;
    private static readonly Decision LetBe = new(Outcome.Skipped);
    private readonly PodAnswers _answers = new(policy);

    /// <summary>The answer to a request.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="patience">How long the API server waits; null where it does not say.</param>
    /// <param name="cancellationToken">Ends the answering.</param>
    internal async ValueTask<Decision> DecideAsync(AdmissionRequest request, TimeSpan? patience, CancellationToken cancellationToken)
    {
        var isCreated = request is { Operation: "CREATE", SubResource: "" };
        var isDebugged = request is { Operation: "UPDATE", SubResource: "ephemeralcontainers" };
        if (!request.IsOfPods) return LetBe with { Warnings = ["archway places pods alone, and its webhook was asked about something else"] };
        // Where a pod may stand cannot be changed once it is there.
        if (!isCreated && !isDebugged) return LetBe;
        if (policy.LeftNamespaces.Contains(request.Namespace)) return LetBe;
        var wish = PlaceWish.Of(request.Object.Annotations?.GetValueOrDefault(PlaceWish.Name));
        if (!wish.IsPlaced) return LetBe;
        var decision = await DecideAsync(request, isCreated, patience, cancellationToken);
        return wish.Warning is null ? decision : decision with { Warnings = [$"archway: {wish.Warning}", .. decision.Warnings] };
    }

    private async ValueTask<Decision> DecideAsync(AdmissionRequest request, bool isCreated, TimeSpan? patience, CancellationToken cancellationToken)
    {
        var read = AdmittedPod.Read(request.Object);
        if (read.Value is not { } pod) return isCreated ? _answers.Unread(request.Object, read.Problem!) : _answers.NotLookedAt(read.Problem!);
        if (isCreated && pod.Pod.NodeName is not null) return LetBe;

        var limit = patience is { } most && most * Share < lookups.Deadline ? most * Share : lookups.Deadline;
        var known = await KnowAsync(pod, request.Namespace, limit, cancellationToken);
        if (isCreated) return _answers.Created(pod, request.Object, known);
        return AdmittedPod.Read(request.OldObject).Value is { } before ? _answers.Debugged(pod, before, known) : _answers.NotLookedAt("the pod before it was not read");
    }

    private async ValueTask<ImageAnswers> KnowAsync(AdmittedPod pod, string space, TimeSpan limit, CancellationToken cancellationToken)
    {
        var logins = LoginSet.None;
        if (secrets is not null && pod.PullSecrets is { IsEmpty: false } names)
        {
            var began = time.GetTimestamp();
            logins = await secrets.FindAsync(space, names, limit / 2, cancellationToken);
            limit -= time.GetElapsedTime(began);
            if (limit < TimeSpan.Zero) limit = TimeSpan.Zero;
        }

        var known = await lookups.KnowAsync(pod.Wanted, logins, limit, cancellationToken);
        known.Notes.AddRange(logins.Notes);
        return known;
    }
}
