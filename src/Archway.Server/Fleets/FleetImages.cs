using System.Collections.Concurrent;
using System.Collections.Immutable;
using Archway.Fleets;
using Archway.Judging;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Pages;
using Archway.Placing.Manifests;
using Archway.Server.Lookups;

namespace Archway.Server.Fleets;

/// <summary>What is known of the images that run: asked for by what asks for the webhook's, a few at a time, and remembered as a page tells it.</summary>
/// <param name="census">What runs.</param>
/// <param name="lookups">What asks.</param>
/// <param name="secrets">The pull secrets of pods; null where none are read.</param>
/// <param name="options">How often.</param>
/// <param name="time">The clock.</param>
internal sealed class FleetImages(PodCensus census, ImageLookups lookups, IPullSecrets? secrets, FleetOptions options, TimeProvider time)
{
    private const int AtOnce = 4;
    private const int MostImages = 50_000;
    private const int LongestSentence = 600;
    private const int LongestName = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(70);
    private readonly ConcurrentDictionary<ImageKey, Told> _told = new();
    private readonly ConcurrentDictionary<string, ImageReference?> _names = new(StringComparer.Ordinal);
    /// <summary>How many of those that run were not asked for yet.</summary>
    internal int CountPending() => Wanted().Keys.Count(key => !_told.ContainsKey(key));

    /// <summary>What is said of the images of a pod, by what they are told by.</summary>
    internal IEnumerable<FleetImage> Of(string space, PodCensus.Shape shape) => shape.Images.Select(image =>
        Named(image.Written) is not { } named ? Unnamed(image.Written)
        : _told.TryGetValue(KeyOf(space, shape, named), out var told) ? told.Image : Asking(named.ToString()));

    /// <summary>Asks for whatever runs and is not known, again and again, until it is told to end.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await AskAsync(cancellationToken);
                await Task.Delay(options.AskEvery, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var wanted = Wanted();
        foreach (var (key, _) in _told) if (!wanted.ContainsKey(key)) _told.TryRemove(key, out _);
        var due = wanted.Where(one => !_told.TryGetValue(one.Key, out var told) || time.GetElapsedTime(told.At) > (told.IsKnown ? options.KnownFor : options.UnknownFor))
            .OrderBy(one => _told.ContainsKey(one.Key)).ToArray();
        // No more than this at a time, so that reviews find room beside it.
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (one, ended) =>
        {
            var (key, (image, isPulledAlways, names)) = one;
            var logins = secrets is null || names.IsEmpty ? LoginSet.None : await secrets.FindAsync(key.Space, names, Patience, ended);
            var answers = await lookups.KnowAsync([new(key.Name, image, isPulledAlways)], logins, Patience, ended);
            var told = answers[key.Name];
            _told[key] = new(ImageOf(key.Name, told.Judgement, answers.Notes.Concat(logins.Notes)), time.GetTimestamp(), told.Judgement.Facts.Digest is not null || told.Judgement.Facts.Platforms.Length > 0);
        });
    }

    private Dictionary<ImageKey, (ImageReference Image, bool IsPulledAlways, ImmutableArray<string> Secrets)> Wanted()
    {
        Dictionary<ImageKey, (ImageReference, bool, ImmutableArray<string>)> wanted = [];
        foreach (var workload in census.Workloads())
            foreach (var shape in workload.Shapes)
                foreach (var image in shape.Images)
                    if (wanted.Count < MostImages && Named(image.Written) is { } named) wanted.TryAdd(KeyOf(workload.Namespace, shape, named), (named, image.IsPulledAlways, shape.Secrets));
        return wanted;
    }

    // What one login was told is not for the eyes of another's namespace.
    private ImageKey KeyOf(string space, PodCensus.Shape shape, ImageReference image) =>
        secrets is null || shape.Secrets.IsEmpty ? new(image.ToString(), "", "") : new(image.ToString(), space, string.Join(',', shape.Secrets));

    // Reading a name takes three regular expressions and a web address, and the same ones come again and again.
    private ImageReference? Named(string written)
    {
        if (_names.TryGetValue(written, out var known)) return known;
        if (_names.Count > MostImages) _names.Clear();
        return _names[written] = PodImages.Meant(written).Image;
    }

    private static FleetImage ImageOf(string name, ImageJudgement image, IEnumerable<string> notes)
    {
        var target = image.Targets.FirstOrDefault(one => one.Platform.Equals(Platform.LinuxArm64)) ?? image.Worst;
        return new(VisibleText.Of(name, LongestName), Standings.Of(target.Status, target.Verification), target.Status, target.Verification,
            VisibleText.Of(string.Join("; ", notes.Prepend(target.Because)), LongestSentence), [.. image.Advice.Select(advice => VisibleText.Of(advice, LongestSentence))],
            [.. image.Facts.Platforms.Where(one => one.IsDeclared).Select(one => one.Platform.ToString()).Distinct()], image.Facts.Digest?.ToString());
    }

    private static FleetImage Asking(string name) => Unknown(name, "its registry was not asked yet");

    private static FleetImage Unnamed(string written) => Unknown(written, PodImages.Meant(written).Reason ?? "it names no image");

    private static FleetImage Unknown(string name, string because) =>
        new(VisibleText.Of(name, LongestName), Standing.Unknown, ImageStatus.Unknown, Verification.None, VisibleText.Of(because, LongestSentence), [], []);

    private readonly record struct ImageKey(string Name, string Space, string Secrets);

    private sealed record Told(FleetImage Image, long At, bool IsKnown);
}
