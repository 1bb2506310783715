using System.Diagnostics;
using System.Globalization;
using Archway.Oci.Content;
using Archway.Testing;
using Archway.Testing.Debian;

namespace Archway.Bench;

/// <summary>Indexes and copies of real images by the published program, against its own scan, skopeo, and curl piped to curl.</summary>
internal static class Assembling
{
    private const string Index = "index of two images";

    internal static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        if (!Published.AreHere) return [Row.NotHere(Index, "the published program")];
        if (!DebianRegistry.IsInstalled) return [Row.NotHere(Index, "docker-registry")];
        StoredImage image;
        try
        {
            image = await RealImages.OfAsync("postgres", "multi");
        }
        catch (DebianUnavailableException unavailable)
        {
            return [Row.NotHere(Index, unavailable.Message)];
        }

        using Scratch scratch = new();
        await using var from = await DebianRegistry.StartAsync(CancellationToken.None);
        await using var to = await DebianRegistry.StartAsync(CancellationToken.None);
        var reference = await from.PushAsync("app/postgres", "1", image, CancellationToken.None);
        return [.. await CountAsync(scratch), .. JoinedBy(scratch, from.Host, image), .. CopiedBy(scratch, reference, to.Host, from.Host, image)];
    }

    /// <summary>What is asked is counted by a registry that keeps a log.</summary>
    private static async Task<IReadOnlyList<Row>> CountAsync(Scratch scratch)
    {
        await using var registry = await TestRegistry.StartAsync();
        var (amd64, arm64) = (registry.Put("app", "amd64", Images.Manifest("linux/amd64")), registry.Put("app", "arm64", Images.Manifest("linux/arm64")));
        ProgramRun.Of(Published.Start(scratch.Fresh(), "index", "create", $"{registry.Host}/app:1", amd64, arm64, "--no-verify", "--quiet"));
        var asked = registry.Log.Select(request => $"{request.Method} {(request.Path.Contains("/blobs/", StringComparison.Ordinal) ? "config" : "manifest")}");
        return [Row.Requests($"{Index}: requests", string.Join(", ", asked.CountBy(one => one).Select(one => $"{one.Value} {one.Key}")), "at most 5", registry.Log.Count <= 5)];
    }

    private static Row[] JoinedBy(Scratch scratch, string host, StoredImage image)
    {
        var parts = image.Children.Select(child => $"{host}/app/postgres@{child.Digest}").ToArray();
        var times = Paired.Medians(
            () => ProgramRun.Of(Published.Start(scratch.Fresh(), ["index", "create", $"{host}/app/postgres:joined", .. parts, "--no-verify", "--quiet"])),
            () => ProgramRun.Of(Published.Start(scratch.Fresh(), "image", parts[0], "--quiet")));
        return [Row.AtMost(1.5, $"{Index}: time", times[0], "one image looked at", times[1])];
    }

    private static IEnumerable<Row> CopiedBy(Scratch scratch, string reference, string to, string from, StoredImage image)
    {
        var figure = string.Create(CultureInfo.InvariantCulture, $"copy of postgres, {image.All().SelectMany(one => one.Blobs).Sum(blob => (long)blob.Length) / 1_000_000} MB");
        var round = 0;
        ProgramRun Copy(string target, bool watchesMemory = false) =>
            ProgramRun.Of(Published.Start(scratch.Path, "copy", reference, $"{to}/{target}", "--quiet"), watchesMemory: watchesMemory);
        // A repository of its own each time, which has none of the blobs.
        string Fresh() => string.Create(CultureInfo.InvariantCulture, $"fresh{++round}:1");

        var memory = Enumerable.Range(0, 3).Max(_ => Copy(Fresh(), watchesMemory: true).PeakBytes);
        if (ProgramRun.Find("skopeo") is { } skopeo)
        {
            var times = Paired.Medians(() => Copy(Fresh()), () => ProgramRun.Of(Skopeo(skopeo, scratch.Fresh(), reference, $"{to}/{Fresh()}")));
            yield return Row.AtMost(1, $"{figure}: time", times[0], "skopeo copy --all", times[1]);
        }
        else
        {
            yield return Row.NotHere($"{figure}: time", "skopeo");
        }

        if (ProgramRun.Find("curl") is not null)
        {
            var blobs = string.Join('\n', image.Children.SelectMany(one => one.Blobs).Select(blob => Digest.Of(blob).ToString()).Distinct()) + "\n";
            var script = scratch.With("pipe.sh", $"""
                place=$(curl -sS -o /dev/null -D - -X POST http://{to}/v2/$2/blobs/uploads/ | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
                curl -sSf http://{from}/v2/app/postgres/blobs/$1 | curl -sSf -o /dev/null -X PUT -H 'Content-Type: application/octet-stream' -T - "$place&digest=$1"
                """);
            var times = Paired.Medians(() => Copy(Fresh()),
                () => ProgramRun.Of(new("/bin/sh", ["-c", $"xargs -P4 -I@ sh {script} @ {Fresh().Split(':')[0]}"]), blobs));
            yield return Row.AtMost(1.3, $"{figure}: time", times[0], "curl piped to curl, four at once", times[1]);
        }

        var there = Fresh();
        Copy(there);
        var again = Paired.Medians(() => Copy(there), () => ProgramRun.Of(Published.Start(scratch.Path, "--version")));
        yield return Row.AtMost(3, $"{figure}, again: time", again[0], "--version", again[1]);
        yield return Row.Memory(100, $"{figure}: memory", memory);
    }

    // It remembers for the next run what blobs a registry has in other repositories; here each copy is the first.
    private static ProcessStartInfo Skopeo(string program, string home, string reference, string target)
    {
        ProcessStartInfo start = new(program,
            ["--insecure-policy", "copy", "-q", "--all", "--src-tls-verify=false", "--dest-tls-verify=false", $"docker://{reference}", $"docker://{target}"]);
        (start.Environment["HOME"], start.Environment["XDG_DATA_HOME"], start.Environment["_CONTAINERS_ROOTLESS_UID"]) = (home, home, "1");
        return start;
    }
}
