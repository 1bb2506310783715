using System.Diagnostics;
using System.Globalization;
using System.Text;
using Archway.Placing.Images;
using Archway.Placing.Manifests;
using Archway.Placing.Simulating;
using Archway.Reading;

namespace Archway.Bench;

/// <summary>100,000 pods let land on 2,000 nodes, against a tenth of them.</summary>
internal static class PodPlacing
{
    private const int Pods = 100_000;
    private const int Nodes = 2_000;
    private const double TenTimes = 12;

    internal static IReadOnlyList<Row> Measure()
    {
        var nodes = NodeReader.Read(new("nodes.yaml", NodeText()), []);
        var (few, many) = (new SourceText("few.yaml", PodText(Pods / 10)), new SourceText("many.yaml", PodText(Pods)));
        var times = Paired.Medians(() => Run(many), () => Run(few));
        return
        [
            Row.AtMost(TenTimes, $"{Pods} pods on {Nodes} nodes: time", times[0], $"{Pods / 10} pods", times[1]),
            // What this program holds beside it, the texts among it, counts too.
            Row.Memory(1000, $"{Pods} pods on {Nodes} nodes: memory", Process.GetCurrentProcess().PeakWorkingSet64),
        ];

        void Run(SourceText source)
        {
            Workloads workloads = new();
            foreach (var document in ManifestText.Documents(source, [])) workloads.Add(source, document);
            var simulation = Simulation.Run(nodes, workloads.Groups, new Dictionary<string, ImagePlatforms>(), CancellationToken.None);
            if (simulation.Pods.Any(pod => pod.Node is null)) throw new InvalidOperationException("a pod did not land, though there is room for all");
        }
    }

    private static string NodeText()
    {
        StringBuilder text = new("groups:\n");
        for (var i = 0; i < Nodes; i++)
            text.Append(CultureInfo.InvariantCulture, $"  - {{name: n{i}, labels: {{kubernetes.io/arch: {(i % 2 == 0 ? "amd64" : "arm64")}, zone: z{i % 3}}}, allocatable: {{cpu: 64, memory: 256Gi, pods: 110}}, count: 1}}\n");
        return text.ToString();
    }

    private static string PodText(int count)
    {
        StringBuilder text = new();
        for (var i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: p{{i}}, labels: {app: a{{i % 500}} } }
                spec:
                  nodeSelector: {zone: z{{i % 3}} }
                  containers:
                    - name: c
                      image: registry.example.com/team/app:{{i % 50}}
                      resources: {requests: {cpu: {{100 + i % 7 * 50}}m, memory: 128Mi} }

                """);
        }

        return text.ToString();
    }
}
