using System.Text;
using Archway.Fleets;
using Archway.Pages;

namespace Archway.Server.Fleets;

/// <summary>The fleet as it stands: what runs and what is known of it, as a document and as a page, made anew only where something changed.</summary>
/// <param name="watch">What is followed.</param>
/// <param name="census">What runs.</param>
/// <param name="images">What is known of images.</param>
/// <param name="history">How it stood before.</param>
/// <param name="options">How.</param>
/// <param name="time">The clock.</param>
internal sealed class FleetBoard(ClusterWatch watch, PodCensus census, FleetImages images, FleetHistory history, FleetOptions options, TimeProvider time)
{
    private const int MostWorkloads = 50_000;
    private const int LongestName = 300;
    private readonly Lock _lock = new();
    private Shown? _shown;

    /// <summary>The fleet, as of a moment ago.</summary>
    internal Shown Show()
    {
        lock (_lock)
        {
            if (_shown is { } shown && time.GetElapsedTime(shown.MadeAt) < options.PageLifetime) return shown;
            return _shown = new(Make(), time.GetTimestamp());
        }
    }

    /// <summary>Writes down how things stand, again and again, as soon as all that runs was asked for.</summary>
    internal async Task RecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                // What was not asked for yet would look like a fall.
                while (!watch.IsComplete || images.CountPending() > 0) await Task.Delay(options.AskEvery, time, cancellationToken);
                var fleet = Make();
                history.Add(new(fleet.At, fleet.Summary));
                await Task.Delay(options.RecordEvery, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    private FleetDocument Make()
    {
        var running = census.Workloads();
        var now = time.GetUtcNow();
        List<FleetImage> told = [];
        List<SeenWorkload> seen = [];
        foreach (var workload in running.Take(MostWorkloads))
        {
            FleetImage[] own = [.. workload.Shapes.SelectMany(shape => images.Of(workload.Namespace, shape)).Distinct()];
            told.AddRange(own);
            seen.Add(new(Name(workload.Kind), Name(workload.Name), [.. own.Select(image => image.Name).Distinct(StringComparer.Ordinal)])
            {
                Namespace = Name(workload.Namespace),
                Owners = [.. workload.Shapes.Select(shape => shape.Owner).OfType<string>().Distinct(StringComparer.Ordinal).Select(Name)],
                Pods = workload.Pods,
            });
        }

        FleetMerge fleet = new($"archway-server {ProgramVersion.Text}", ["linux/arm64"]);
        foreach (var note in watch.Notes()) fleet.Notes.Add(note);
        var pending = images.CountPending();
        if (pending > 0) fleet.Notes.Add($"{FleetWords.Count(pending, "image is", "images are")} being asked for.");
        if (running.Count > MostWorkloads) fleet.Notes.Add($"{FleetWords.Count(running.Count - MostWorkloads, "workload is", "workloads are")} not shown: there are more than a page has room for.");
        if (history.Note is { } note2) fleet.Notes.Add(note2);
        fleet.Add(new(watch.Name, now, watch.Name, [.. told.Distinct()], [.. seen.OrderBy(one => one.Namespace, StringComparer.Ordinal).ThenBy(one => one.Name, StringComparer.Ordinal)]));
        return fleet.Join(isLive: true, Trend());
    }

    private IReadOnlyList<FleetPoint> Trend() => FleetTrend.Thinned(history.Points());

    private static string Name(string text) => VisibleText.Of(text, LongestName);

    /// <summary>The fleet as it was shown.</summary>
    internal sealed class Shown(FleetDocument fleet, long madeAt)
    {
        private readonly Lazy<byte[]> _page = new(() =>
        {
            using StringWriter page = new() { NewLine = "\n" };
            FleetPage.Write(fleet, page);
            return Encoding.UTF8.GetBytes(page.ToString());
        });

        private readonly Lazy<byte[]> _json = new(() => Encoding.UTF8.GetBytes(FleetJson.Write(fleet)));

        internal FleetDocument Fleet => fleet;

        internal long MadeAt => madeAt;

        internal byte[] Page => _page.Value;

        internal byte[] Json => _json.Value;
    }
}
