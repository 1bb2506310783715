using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Archway.Cli.Terminal;
using Archway.Placing;
using Archway.Placing.Images;
using Archway.Placing.Simulating;

namespace Archway.Cli.Reports;

/// <summary>A simulation as JSON, one line a pod; what many pods share is put together once.</summary>
internal sealed class SimulationJson(Simulation simulation, IReadOnlyDictionary<string, ImagePlatforms> known, PodOutcome[] outcomes)
{
    // What is kept of what was put together; very many pods that share nothing would fill the machine.
    private const int MostKept = 32 * 1024 * 1024;
    private readonly Dictionary<PodClass, string> _kept = [];
    private int _size;

    internal void Write(IEnumerable<int> order, TextWriter output)
    {
        output.WriteLine($"{{\"version\":1,\"tool\":{{\"name\":\"archway\",\"version\":{Text(ProgramVersion.Text)}}},");
        output.WriteLine($"\"nodes\":[{string.Join(",\n", simulation.Nodes.Select(node => $"{{\"name\":{Text(node.Name)},\"platform\":{Text(node.Platform?.ToString())}}}"))}],");
        output.WriteLine($"\"images\":[{string.Join(",\n", known.Values.OrderBy(image => image.Name, StringComparer.Ordinal).Select(Image))}],");
        output.Write("\"pods\":[");
        var isFirst = true;
        foreach (var i in order)
        {
            output.WriteLine(isFirst ? "" : ",");
            isFirst = false;
            Write(simulation.Pods[i], outcomes[i], output);
        }

        output.WriteLine("]}");
    }

    private void Write(SimulatedPod pod, PodOutcome outcome, TextWriter output)
    {
        var group = pod.Group;
        output.Write($"{{\"name\":{Text(NameOf(pod))},\"namespace\":{Text(group.Namespace)},\"workload\":{Text(group.Workload)},\"outcome\":\"{SimulationReport.Word(outcome)}\",");
        if (!group.Class.Refusals.IsEmpty) output.Write($"\"rejected\":{Text(string.Join("; ", group.Class.Refusals))},");
        output.Write($"\"lands\":{Text(pod.Node is { } node ? simulation.Nodes[node].Name : null)},");
        if (pod.Waits is { } waits) output.Write($"\"waits\":{Text(waits)},");
        output.Write(NodesOf(pod));
        output.Write('}');
    }

    private string NameOf(SimulatedPod pod) => pod.OnlyNode is { } only ? $"{pod.Group.Name}-{simulation.Nodes[only].Name}"
        : pod.Group.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{pod.Group.Name}-{pod.Number}") : pod.Group.Name;

    private string NodesOf(SimulatedPod pod)
    {
        if (pod.OnlyNode is null && _kept.TryGetValue(pod.Group.Class, out var kept)) return kept;
        StringBuilder fits = new(), crashes = new(), unknown = new(), refused = new();
        HashSet<string> because = new(StringComparer.Ordinal);
        for (var node = 0; pod.Group.Class.Refusals.IsEmpty && node < simulation.Nodes.Length; node++)
        {
            var name = Text(simulation.Nodes[node].Name);
            if (simulation.WhyNot(pod, node) is { } reason)
            {
                Separated(refused).Append(name).Append(':').Append(Text(reason));
                continue;
            }

            Separated(fits).Append(name);
            var verdict = simulation.VerdictOn(pod, node);
            if (verdict is Verdict.CannotRun no)
            {
                Separated(crashes).Append(name);
                because.Add(no.Because);
            }
            else if (verdict is Verdict.Unknown not)
            {
                Separated(unknown).Append(name);
                because.Add(not.Because);
            }
        }

        var nodes = $"\"fits\":[{fits}],\"crashes\":[{crashes}],\"unknown\":[{unknown}],\"because\":[{string.Join(',', because.Select(Text))}],\"refused\":{{{refused}}}";
        if (pod.OnlyNode is null && _size < MostKept)
        {
            _kept[pod.Group.Class] = nodes;
            _size += nodes.Length;
        }

        return nodes;
    }

    private static StringBuilder Separated(StringBuilder list) => list.Length == 0 ? list : list.Append(',');

    private static string Image(ImagePlatforms image) =>
        $"{{\"image\":{Text(image.Name)},\"platforms\":[{string.Join(',', image.Judgement.Facts.Platforms.Where(entry => entry.IsDeclared).Select(entry => Text(entry.Platform.ToString())))}],"
        + $"\"judged\":[{string.Join(',', image.Judgement.Targets.Select(target => $"{{\"platform\":{Text(target.Platform.ToString())},\"because\":{Text(target.Because)}}}"))}]}}";

    // No mark in a string that a CI runner takes for a command.
    private static string Text(string? value) => value is null ? "null"
        : RunnerCommands.Disarm($"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"", mark => $"\\u{(int)mark:x4}");
}
