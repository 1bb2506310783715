using System.Globalization;
using System.Text;
using Archway.Reading;
using YamlDotNet.Core;

namespace Archway.Bench;

/// <summary>Reading 20,000 Kubernetes documents, against YamlDotNet's bare event parser over the same bytes.</summary>
internal static class YamlReading
{
    private const int Documents = 20_000;

    // Twice the work in the same proportion, and what one round differs from the next.
    private const double Doubling = 2.2;

    internal static IReadOnlyList<Row> Measure()
    {
        using Scratch scratch = new();
        var text = Manifests();
        var (once, twice) = (scratch.Fresh(), scratch.Fresh());
        foreach (var file in new[] { Path.Combine(once, "a.yaml"), Path.Combine(twice, "a.yaml"), Path.Combine(twice, "b.yaml") }) File.WriteAllText(file, text);
        var figure = $"{Documents} YAML documents, {text.Length / 1_000_000} MB";
        var times = Paired.Medians(() => Scan(once, 1), () => Parse(text), () => Scan(twice, 2));
        return
        [
            Row.AtMost(2, $"{figure}: time", times[0], "YamlDotNet's events", times[1]),
            Row.AtMost(Doubling, $"{2 * Documents} documents: time", times[2], $"{Documents} documents", times[0]),
            Published.AreHere
                ? Row.Memory(250, $"{figure}: memory of a scan", ProgramRun.Of(
                    Published.Start(scratch.Path, "scan", once, "--offline", "--quiet"), watchesMemory: true).PeakBytes)
                : Row.NotHere($"{figure}: memory", "the published program"),
        ];
    }

    private static void Scan(string folder, int times)
    {
        var found = SourceReader.Read(new SourceTree(folder), new ReadingOptions(), CancellationToken.None)
            .OfType<SourceItem.Document>().Sum(document => document.Content.Occurrences.Length);
        if (found != 2 * times * Documents)
            throw new InvalidOperationException($"{found} images were found in {times * Documents} documents that hold two each");
    }

    private static void Parse(string text)
    {
        Parser parser = new(new Scanner(new StringReader(text)));
        while (parser.MoveNext())
        {
        }
    }

    private static string Manifests()
    {
        StringBuilder text = new();
        for (var i = 0; i < Documents; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: service-{i}
                  namespace: team-{i % 40}
                  labels:
                    app.kubernetes.io/name: service-{i}
                    app.kubernetes.io/part-of: shop
                  annotations:
                    example.com/owner: "team-{i % 40}@example.com"
                    example.com/runbook: https://runbooks.example.com/shop/service-{i}
                    example.com/description: takes the orders of service-{i}, and hands them on
                spec:
                  replicas: 3
                  selector:
                    matchLabels:
                      app.kubernetes.io/name: service-{i}
                  template:
                    metadata:
                      labels:
                        app.kubernetes.io/name: service-{i}
                    spec:
                      serviceAccountName: service-{i}
                      containers:
                        - name: service
                          image: registry.example.com/team-{i % 40}/service-{i}:1.{i % 30}.0
                          args: ["--listen=:8080", "--log-level=info"]
                          ports:
                            - containerPort: 8080
                              name: http
                          resources:
                            requests:
                              cpu: 100m
                              memory: 128Mi
                        - name: proxy
                          image: docker.io/envoyproxy/envoy:v1.3{i % 2}.0

                """).Append('\n');
        }

        return text.ToString();
    }
}
