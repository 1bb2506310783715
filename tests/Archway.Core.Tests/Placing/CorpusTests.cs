using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Archway.Placing.Manifests;
using Archway.Placing.Scheduling;
using Archway.Reading;
using Archway.Reading.Data;
using Xunit;

namespace Archway.Core.Tests.Placing;

/// <summary>What a real scheduler and a real API server decided, where their record lies beside the repository or ARCHWAY_SCHEDULING names it.</summary>
public sealed class CorpusTests
{
    [Fact]
    public async Task Every_pod_of_the_record_is_decided_as_it_was()
    {
        var file = Environment.GetEnvironmentVariable("ARCHWAY_SCHEDULING") ?? FindBeside();
        Assert.SkipUnless(File.Exists(file), "there is no record of a scheduler's decisions; ARCHWAY_SCHEDULING names one");
        using var record = JsonDocument.Parse(await File.ReadAllTextAsync(file!, TestContext.Current.CancellationToken));
        var nodes = record.RootElement.GetProperty("nodes").EnumerateArray().Select(Node).ToArray();

        List<string> wrong = [];
        foreach (var pod in record.RootElement.GetProperty("pods").EnumerateArray())
        {
            var spec = JsonReader.ReadDocuments(new SourceText("pod.json", pod.GetProperty("spec").GetRawText()), []).Single();
            var isRejected = PodRules.Broken(spec).Count > 0;
            if (isRejected != pod.TryGetProperty("rejected", out _)) wrong.Add($"{pod.GetProperty("id")}: rejected {isRejected}");
            if (isRejected) continue;
            var read = PodReader.Read(spec, ImmutableDictionary<string, string>.Empty);
            var fits = nodes.Where(node => Scheduler.WhyNot(read, node) is null).Select(node => node.Name).Order(StringComparer.Ordinal);
            if (!fits.SequenceEqual(pod.GetProperty("fits").EnumerateArray().Select(one => one.GetString()!).Order(StringComparer.Ordinal))) wrong.Add($"{pod.GetProperty("id")}: {string.Join(' ', fits)}");
        }

        Assert.Empty(wrong);
    }

    private static Node Node(JsonElement node) => NodeReader.Read(new("node.json", $$$"""
        {"kind": "Node", "metadata": {"name": {{{node.GetProperty("name").GetRawText()}}}, "labels": {{{node.GetProperty("labels").GetRawText()}}} },
        "spec": {"taints": {{{node.GetProperty("taints").GetRawText()}}}, "unschedulable": {{{node.GetProperty("unschedulable").GetRawText()}}} },
        "status": {"allocatable": {"cpu": "10k"} } }
        """), []).Single();

    private static string? FindBeside([CallerFilePath] string path = "")
    {
        var folder = Path.GetDirectoryName(path)!;
        while (!File.Exists(Path.Combine(folder, "Archway.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "..", "shared", "corpora", "scheduling.json");
    }
}
