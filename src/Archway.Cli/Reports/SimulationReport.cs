using System.Globalization;
using Archway.Cli.Terminal;
using Archway.Judging;
using Archway.Placing;
using Archway.Placing.Images;
using Archway.Placing.Scheduling;
using Archway.Placing.Simulating;

namespace Archway.Cli.Reports;

/// <summary>What <c>archway simulate</c> says: the pods, worst first.</summary>
/// <param name="simulation">What became of them.</param>
/// <param name="known">What is known of their images.</param>
internal sealed class SimulationReport(Simulation simulation, IReadOnlyDictionary<string, ImagePlatforms> known)
{
    private const int MostReasons = 5;
    private readonly PodOutcome[] _outcomes = [.. simulation.Pods.Select(simulation.OutcomeOf)];

    /// <summary>Whether a pod ended in one of these ways.</summary>
    internal bool IsReached(string[] failOn) => _outcomes.Any(outcome => failOn.Contains(outcome switch
    {
        PodOutcome.Crashes or PodOutcome.MayCrash => "crash",
        PodOutcome.Unknown => "unknown",
        PodOutcome.Rejected => "rejected",
        PodOutcome.Waits => "waits",
        _ => "",
    }));

    internal void WriteJson(TextWriter output) => new SimulationJson(simulation, known, _outcomes).Write(WorstFirst(), output);

    internal void WriteTable(Surroundings surroundings)
    {
        Screen screen = new(surroundings);
        var groups = WorstFirst().GroupBy(i => (simulation.Pods[i].Group, _outcomes[i]));
        foreach (var pods in groups)
        {
            var (group, outcome) = pods.Key;
            var first = simulation.Pods[pods.First()];
            var count = pods.Count();
            screen.Line(0, new(Word(outcome), StyleOf(outcome)), new($"  {group.Workload}"), Several(count, group.Count));
            foreach (var reason in ReasonsOf(first, outcome)) screen.Line(2, reason);
            var landed = pods.Select(i => simulation.Pods[i].Node).OfType<int>().CountBy(node => node).ToArray();
            if (landed.Length > 0) screen.Line(2, new("lands on ", Styles.Faint), Nodes(landed.Select(one => one.Value == 1 ? NameOf(one.Key) : $"{NameOf(one.Key)} ({one.Value})")));
            foreach (var image in group.Class.Images.Where(image => image.IsVolume)) screen.Line(2, $"mounts {image.Name} as {image.Container}; a mounted image is never run");
        }

        screen.Blank();
        var tally = _outcomes.CountBy(outcome => outcome).OrderBy(one => one.Key).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Value} {Tallied(one.Key)}"));
        screen.Line(0, string.Create(CultureInfo.InvariantCulture, $"{_outcomes.Length} pods on {simulation.Nodes.Length} nodes: {string.Join(", ", tally)}"));
        if (simulation.Pods.Count == Simulation.MostPods) screen.Line(0, $"only the first {Simulation.MostPods} pods were looked at");
    }

    private IEnumerable<int> WorstFirst() => Enumerable.Range(0, _outcomes.Length).OrderBy(i => _outcomes[i]);

    private IEnumerable<string> ReasonsOf(SimulatedPod pod, PodOutcome outcome)
    {
        switch (outcome)
        {
            case PodOutcome.Rejected:
                return pod.Group.Class.Refusals;
            case PodOutcome.Waits when pod.Waits is { } waits:
                return [waits];
            case PodOutcome.Waits:
                return Told(Enumerable.Range(0, simulation.Nodes.Length).Select(node => (Node: node, Reason: simulation.WhyNot(pod, node) ?? "it would be taken")));
            case PodOutcome.Runs:
                return [];
            default:
                var nodes = outcome != PodOutcome.MayCrash && pod.Node is { } landed ? [landed]
                    : Enumerable.Range(0, simulation.Nodes.Length).Where(node => simulation.WhyNot(pod, node) is null);
                return Told(nodes.Select(node => (Node: node, Reason: simulation.VerdictOn(pod, node) switch
                {
                    Verdict.CannotRun no => $"{EndOf(pod, simulation.Nodes[node])}: {no.Because}",
                    Verdict.Unknown unknown when outcome == PodOutcome.Unknown => $"unknown: {unknown.Because}",
                    _ => "",
                })).Where(one => one.Reason.Length > 0));
        }
    }

    // Engines take nothing of an index that does not list the machine, and take what is not an index as it is: its programs are started in vain.
    private string EndOf(SimulatedPod pod, Node node)
    {
        if (pod.Group.Class.Pod.IsForAnotherSystemThan(node)) return "would be refused by its kubelet (PodOSNotSupported)";
        foreach (var image in pod.Group.Class.Images)
            if (!image.IsVolume && node.Platform is { } machine && known.TryGetValue(image.Name, out var platforms) && platforms.On(machine) is Verdict.CannotRun
                && platforms.Judgement.Facts is { Platforms.IsEmpty: false } facts && !facts.Platforms.Any(one => machine.CanRun(one.Platform)))
            {
                if (facts.IsIndex) return "would not be pulled (no match for platform in manifest)";
                if (facts.Platforms[0].Platform.Os != machine.Os) return $"would not start (its programs are for {facts.Platforms[0].Platform.Os})";
            }

        return "would crash (exec format error)";
    }

    private IEnumerable<string> Told(IEnumerable<(int Node, string Reason)> reasons) => reasons.GroupBy(one => one.Reason, StringComparer.Ordinal)
        .OrderByDescending(one => one.Count()).Take(MostReasons).Select(one => $"{Nodes(one.Select(each => NameOf(each.Node)))}: {one.Key}");

    private string NameOf(int node) => simulation.Nodes[node].Name;

    private static string Nodes(IEnumerable<string> names)
    {
        var all = names.ToArray();
        return string.Join(", ", all.Take(MostReasons)) + (all.Length > MostReasons ? string.Create(CultureInfo.InvariantCulture, $" and {all.Length - MostReasons} more") : "");
    }

    private static Piece Several(int count, long of) => new(count == 1 && of == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"  {count} {(count == 1 ? "pod" : "pods")}"), Styles.Faint);

    /// <summary>The word for an outcome, on a screen and in JSON.</summary>
    internal static string Word(PodOutcome outcome) => outcome switch
    {
        PodOutcome.Crashes => "crashes",
        PodOutcome.MayCrash => "may crash",
        PodOutcome.Unknown => "unknown",
        PodOutcome.Rejected => "rejected",
        PodOutcome.Waits => "waits",
        _ => "runs",
    };

    private static string Tallied(PodOutcome outcome) => outcome switch
    {
        PodOutcome.Crashes => "would crash",
        PodOutcome.MayCrash => "may crash",
        PodOutcome.Unknown => "unknown",
        PodOutcome.Rejected => "refused by the API server",
        PodOutcome.Waits => "wait",
        _ => "run",
    };

    private static Spectre.Console.Style StyleOf(PodOutcome outcome) => Styles.Of(outcome switch
    {
        PodOutcome.Crashes or PodOutcome.MayCrash => ImageStatus.Broken,
        PodOutcome.Unknown => ImageStatus.Unknown,
        PodOutcome.Rejected or PodOutcome.Waits => ImageStatus.Missing,
        _ => ImageStatus.Ready,
    });
}
