using System.Diagnostics;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Placing.Images;
using Archway.Resolving;
using Archway.Server.Metrics;

namespace Archway.Server.Lookups;

/// <summary>What is known of images, and the asking for what is not: each once however many wait, none for longer than a review may take.</summary>
/// <param name="options">How.</param>
/// <param name="metrics">Where it is counted.</param>
/// <param name="time">The clock.</param>
internal sealed class ImageLookups(LookupOptions options, ServerMetrics metrics, TimeProvider time) : IDisposable
{
    // What is asked for goes on behind the review that began it, so that the next one knows.
    private static readonly TimeSpan LongestFlight = TimeSpan.FromSeconds(60);
    private const int MostFlights = 2000;
    private const string Later = "the next pod that names it finds out more";

    private readonly Registries _registries = new(options, time);
    private readonly HostTurns _turns = new(options.RequestsPerHost, options.Deadline, time);
    private readonly ImageShelf _shelf = new(options.MostImages);
    private readonly CancellationTokenSource _ended = new();
    private int _flights;

    /// <summary>How long a review waits.</summary>
    internal TimeSpan Deadline => options.Deadline;

    /// <summary>The images that are remembered.</summary>
    internal ImageShelf Shelf => _shelf;

    /// <summary>How many askings are under way.</summary>
    internal int Flights => Volatile.Read(ref _flights);

    /// <summary>What is known of images in the end, by their names, with what else is to be known of that.</summary>
    /// <param name="wanted">The images.</param>
    /// <param name="logins">The logins of the pod that names them.</param>
    /// <param name="patience">How much time the review has.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal ValueTask<ImageAnswers> KnowAsync(IReadOnlyList<WantedImage> wanted, LoginSet logins, TimeSpan patience, CancellationToken cancellationToken)
    {
        ImageAnswers answers = new(wanted.Count);
        List<(WantedImage Image, ImageSlot Slot, Task Flight)>? waiting = null;
        foreach (var image in wanted)
        {
            var slot = _shelf.Get(KeyOf(image.Name, image.Image, logins));
            if (slot.Known is { } known && IsFresh(known, image)) answers.Add(image.Name, known.Platforms);
            else if (slot.FailureAt(time) is { } failure) AddWithout(answers, image, slot, failure.Unknown);
            // That there is no room here is no fault of the registry's, and nothing to remember.
            else if (Flights >= MostFlights && !slot.IsAsking) AddWithout(answers, image, slot, KnownImage.Unknown(image.Name, $"more than {MostFlights} images are being asked for; {Later}"));
            else (waiting ??= []).Add((image, slot, slot.Ask(() => AskAsync(slot, image, logins))));
        }

        metrics.Known(wanted.Count - (waiting?.Count ?? 0));
        return waiting is null ? new(answers) : new(WaitAsync(answers, waiting, patience, cancellationToken));
    }

    public void Dispose()
    {
        _ended.Cancel();
        _registries.Dispose();
        _ended.Dispose();
    }

    private async Task<ImageAnswers> WaitAsync(
        ImageAnswers answers, List<(WantedImage Image, ImageSlot Slot, Task Flight)> waiting, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(waiting.Select(one => one.Flight)).WaitAsync(patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // What has not come is not known.
        }

        foreach (var (image, slot, flight) in waiting)
        {
            var failed = flight.IsCompleted ? slot.FailureAt(time) : null;
            if (flight.IsCompleted && failed is null && slot.Known is { } known) answers.Add(image.Name, known.Platforms);
            else AddWithout(answers, image, slot, failed is { } failure ? failure.Unknown : KnownImage.Unknown(image.Name, WhyNothing(image, slot, patience)));
        }

        return answers;
    }

    // Only what was asked long enough can be said to give no answer.
    private string WhyNothing(WantedImage image, ImageSlot slot, TimeSpan patience) => slot.TurnAt switch
    {
        null => $"it still waits for its turn at {image.Image.Registry}, which is asked for {options.RequestsPerHost} images at once; {Later}",
        { } at when time.GetElapsedTime(at) is var age && age < patience / 2 =>
            $"{image.Image.Registry} was asked only {age.TotalSeconds:0.##} s ago, since the image waited for its turn until then; {Later}",
        _ => $"{image.Image.Registry} was asked and did not answer within {patience.TotalSeconds:0.##} s",
    };

    private bool IsFresh(KnownImage known, WantedImage image) => image.Image.Digest is not null
        || time.GetElapsedTime(known.ToldAt) < (image.IsPulledAlways ? options.AlwaysLifetime : options.TagLifetime);

    // What was so is likelier than nothing.
    private void AddWithout(ImageAnswers answers, WantedImage image, ImageSlot slot, ImagePlatforms unknown)
    {
        if (slot.Known is { } known && time.GetElapsedTime(known.ToldAt) is var age && age < options.StaleLifetime)
        {
            answers.Add(image.Name, known.Platforms);
            answers.Notes.Add($"{image.Name} is taken for what it was {Words(age)} ago: {unknown.WhyUnknown}");
            return;
        }

        answers.Add(image.Name, unknown);
    }

    private async Task AskAsync(ImageSlot slot, WantedImage image, LoginSet logins)
    {
        using var span = Telemetry.Lookup(image.Name);
        try
        {
            Interlocked.Increment(ref _flights);
            await _turns.TakeAsync(image.Image.Registry, () =>
            {
                slot.TurnCame(time.GetTimestamp());
                return LookAsync();
            }, _ended.Token);
        }
        catch (RegistryException fault)
        {
            Fail(fault.Reason, isAbsent: false);
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            Fail($"{image.Image.Registry} did not come to an end within {LongestFlight.TotalSeconds:0} s", isAbsent: false);
        }
        finally
        {
            Interlocked.Decrement(ref _flights);
        }

        async Task LookAsync()
        {
            using var lease = _registries.Take(logins);
            using CancellationTokenSource limit = new(LongestFlight, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _ended.Token);
            if (image.Image.Digest is null && slot.Known is { Digest: { } last } known)
            {
                // Whether a tag still stands for the same costs no more than its head.
                var now = await lease.Client.Open(image.Image).FindDigestAsync(image.Image.Selector, either.Token);
                if (now is null)
                {
                    Fail($"its registry has no '{image.Image.Selector}' in this repository", isAbsent: true);
                    return;
                }

                var same = now == last ? known : _shelf.Get(KeyOf($"{image.Image.Name}@{now}", image.Image, logins)).Known;
                if (same is not null)
                {
                    metrics.Looked(Lookup.Same);
                    slot.Told(same with { ToldAt = time.GetTimestamp() });
                    return;
                }
            }

            var told = await lease.Scanner.AskAsync(ImageSource.Of(image.Image), KnownImage.AskedAbout, either.Token);
            if (KnownImage.Of(told, time.GetTimestamp()) is not { } found)
            {
                Fail(told.Facts.Answer switch { ImageAnswer.Absent absent => absent.Because, ImageAnswer.None none => none.Because, _ => "" }, told.Facts.Answer is ImageAnswer.Absent);
                return;
            }

            metrics.Looked(Lookup.Told);
            slot.Told(found);
            // A digest never stands for anything else.
            if (image.Image.Digest is null && found.Digest is { } digest) _shelf.Get(KeyOf($"{image.Image.Name}@{digest}", image.Image, logins)).Told(found);
        }

        void Fail(string because, bool isAbsent)
        {
            metrics.Looked(isAbsent ? Lookup.Absent : Lookup.Failed);
            span?.SetStatus(ActivityStatusCode.Error, because);
            slot.Failed(KnownImage.Unknown(image.Name, LoginWords.ForPods(because)), isAbsent, time.GetTimestamp());
        }
    }

    // What a registry told to one login is not for another's eyes. A mirror may have been shown one too.
    private string KeyOf(string name, ImageReference image, LoginSet logins) =>
        logins.Files.IsEmpty || !logins.Files.Any(file => file.IsFor(image) || options.Mirrors.Any(mirror => mirror.Of == image.Registry))
            ? name : $"{logins.Fingerprint} {name}";

    private static string Words(TimeSpan age) => age.TotalHours >= 1 ? $"{age.TotalHours:0} h" : age.TotalMinutes >= 1 ? $"{age.TotalMinutes:0} min" : $"{age.TotalSeconds:0} s";
}

/// <summary>What is known of images, by their names.</summary>
internal sealed class ImageAnswers(int count) : Dictionary<string, ImagePlatforms>(count, StringComparer.Ordinal)
{
    /// <summary>What else is to be known of it, one sentence each.</summary>
    internal List<string> Notes { get; } = [];
}
