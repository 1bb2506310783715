using System.Globalization;
using System.Text;
using System.Text.Json;
using Archway.Testing;

namespace Archway.Bench;

/// <summary>A scan of the fleet's 500 images by the published program, against curl and skopeo asking the same registry.</summary>
internal static class RegistryScan
{
    private const string AllImages = "scan of 500 images";
    private const string Manifests = "application/vnd.oci.image.index.v1+json,application/vnd.oci.image.manifest.v1+json,"
        + "application/vnd.docker.distribution.manifest.list.v2+json,application/vnd.docker.distribution.manifest.v2+json";

    private static readonly int[] SkopeosAtOnce = [2, 4, 8];

    internal static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        if (!Published.AreHere) return [Row.NotHere(AllImages, "the published program")];
        using Scratch scratch = new();
        return [.. await CountAsync(scratch), .. await TimeAsync(scratch)];
    }

    /// <summary>What is asked is counted by a registry that keeps a log, so that no log slows the one that is timed.</summary>
    private static async Task<IReadOnlyList<Row>> CountAsync(Scratch scratch)
    {
        await using var registry = await TestRegistry.StartAsync();
        var list = List([.. Fleet.Images.Select(image => registry.Put(image.Repository, "latest", image.Image))]);
        var home = scratch.Fresh();
        Scan(home, list);
        var cold = registry.Log.Count;
        Scan(home, list);
        var again = registry.Log.Skip(cold).CountBy(request => request.Method).ToDictionary(StringComparer.Ordinal);
        var heads = again.GetValueOrDefault("HEAD");
        return
        [
            Row.Requests($"{AllImages}: requests", $"{cold}", "at most 700", cold <= Fleet.Count + Fleet.Singles),
            Row.Requests($"{AllImages} again: requests", $"{string.Join(", ", again.Select(method => $"{method.Value} {method.Key}"))}",
                "at most 500 HEAD", heads <= Fleet.Count && again.Count == 1),
        ];
    }

    private static async Task<IReadOnlyList<Row>> TimeAsync(Scratch scratch)
    {
        if (!DebianRegistry.IsInstalled) return [Row.NotHere($"{AllImages}: time and memory", "docker-registry")];
        await using var registry = await DebianRegistry.StartAsync(new() { KeepsDescriptors = true }, CancellationToken.None);
        List<string> references = [];
        foreach (var (repository, image) in Fleet.Images) references.Add(await registry.PushAsync(repository, "latest", image, CancellationToken.None));
        var list = List(references);
        var warm = scratch.Fresh();
        Scan(warm, list);
        var memory = Enumerable.Range(0, 3).Max(_ => Scan(scratch.Fresh(), list, watchesMemory: true).PeakBytes);
        void Cold() => Scan(scratch.Fresh(), list);
        void Again() => Scan(warm, list);

        List<Row> rows = [Row.Memory(120, $"{AllImages}: memory", memory)];
        if (ProgramRun.Find("curl") is { } curl)
        {
            var config = scratch.With("curl.config", Config(registry.Host));
            void Fetch() => ProgramRun.Of(new(curl, ["-sS", "-Z", "--parallel-max", "8", "-K", config]));
            var times = Paired.Medians(Cold, Fetch, Again);
            rows.Add(Row.AtMost(1.8, $"{AllImages}: time", times[0], "curl -Z, the same 700 requests", times[1]));
            rows.Add(new($"{AllImages} again: time", $"{times[2]:0} ms", "", "", "", null));
        }
        else
        {
            rows.Add(Row.NotHere($"{AllImages}: time", "curl"));
        }

        if (ProgramRun.Find("skopeo") is { } skopeo && ProgramRun.Find("xargs") is { } xargs)
        {
            void Inspect(int atOnce) => ProgramRun.Of(
                new(xargs, ["-P", $"{atOnce}", "-I{}", skopeo, "inspect", "--raw", "--tls-verify=false", "docker://{}"]), list);
            var best = SkopeosAtOnce.MinBy(atOnce => Paired.Time(() => Inspect(atOnce)));
            var times = Paired.Medians(Cold, () => Inspect(best));
            rows.Add(Row.TimesFaster(5, $"{AllImages}: time", times[0], $"xargs -P{best} skopeo inspect --raw", times[1]));
        }
        else
        {
            rows.Add(Row.NotHere($"{AllImages}: against skopeo", "skopeo or xargs"));
        }

        return rows;
    }

    private static ProgramRun Scan(string home, string list, bool watchesMemory = false)
    {
        var run = ProgramRun.Of(Published.Start(home, "scan", "-", "--quiet", "--format", "json"), list, watchesMemory);
        using var report = JsonDocument.Parse(run.Output);
        var statuses = report.RootElement.GetProperty("images").EnumerateArray()
            .CountBy(image => image.GetProperty("status").GetString()!).ToDictionary();
        if (statuses.GetValueOrDefault("ready") != Fleet.OnArm64 || statuses.GetValueOrDefault("blocked") != Fleet.Count - Fleet.OnArm64)
            throw new InvalidOperationException($"the fleet's answer is wrong: {string.Join(", ", statuses)}");
        return run;
    }

    private static string Config(string host)
    {
        StringBuilder config = new($"header = \"Accept: {Manifests}\"\n");
        foreach (var (repository, image) in Fleet.Images)
        {
            Add($"{repository}/manifests/latest");
            // A single manifest tells its platform in its config alone.
            if (image.Children.IsEmpty) Add($"{repository}/blobs/{Oci.Content.Digest.Of(image.Blobs[0])}");
        }

        return config.ToString();

        void Add(string path) => config.Append(CultureInfo.InvariantCulture, $"url = \"http://{host}/v2/{path}\"\noutput = \"/dev/null\"\nfail\n");
    }

    private static string List(IReadOnlyList<string> references) => string.Join('\n', references) + "\n";
}
