using System.Globalization;
using System.Text;
using Archway.Reading;
using YamlDotNet.Core;

namespace Archway.Bench;

/// <summary>Reading 20,000 Kubernetes documents, against YamlDotNet's bare event parser over the same bytes.</summary>
internal static class YamlReading
{
    private const int Documents = 20_000;

    internal static string Measure()
    {
        var folder = Directory.CreateTempSubdirectory("archway-bench-").FullName;
        try
        {
            var text = Manifests();
            File.WriteAllText(Path.Combine(folder, "all.yaml"), text);
            return Paired.Row($"read {Documents} YAML documents ({text.Length / 1_000_000} MB); floor: YamlDotNet's events", () => Scan(folder), () => Parse(text));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Scan(string folder)
    {
        var found = SourceReader.Read(new SourceTree(folder), new ReadingOptions(), CancellationToken.None)
            .OfType<SourceItem.Document>().Sum(document => document.Content.Occurrences.Length);
        if (found != 2 * Documents) throw new InvalidOperationException($"{found} images were found in {Documents} documents that hold two each");
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
