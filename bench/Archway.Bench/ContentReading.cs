using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Archway.Judging;
using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Resolving;
using Archway.Testing;
using Archway.Testing.Debian;
using Archway.Verifying;

namespace Archway.Bench;

/// <summary>The reading of every program in an image of half a gigabyte by the published program, against what unpacking alone takes.</summary>
internal static class ContentReading
{
    private const string Figure = "content of postgres, arm64";

    internal static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        if (!Published.AreHere) return [Row.NotHere(Figure, "the published program")];
        if (!DebianRegistry.IsInstalled) return [Row.NotHere(Figure, "docker-registry")];
        StoredImage image;
        try
        {
            image = await RealImages.OfAsync("postgres", "arm64");
        }
        catch (DebianUnavailableException unavailable)
        {
            return [Row.NotHere(Figure, unavailable.Message)];
        }

        using Scratch scratch = new();
        await using var registry = await DebianRegistry.StartAsync(new() { KeepsDescriptors = true }, CancellationToken.None);
        var reference = await registry.PushAsync("app/postgres", "arm64", image, CancellationToken.None);
        var layers = image.Blobs.Skip(1).Select((layer, i) => Write(Path.Combine(scratch.Path, $"layer{i}.tar.gz"), layer)).ToArray();
        return [.. Time(scratch, reference, layers), .. BesideUnpacking(scratch, reference)];
    }

    private static IEnumerable<Row> Time(Scratch scratch, string reference, string[] layers)
    {
        var memory = Enumerable.Range(0, 3).Max(_ => Read(scratch, reference, watchesMemory: true).PeakBytes);
        var unpacked = layers.Sum(Unpack);
        var warm = scratch.Fresh();
        Verify(warm, reference);
        var size = string.Create(CultureInfo.InvariantCulture, $"{Figure}, {unpacked / 1_000_000} MB");
        // A program beside a program, and a call beside a call: a start is no reading.
        var image = ImageSource.Parse(reference);
        if (ProgramRun.Find("gzip") is not { } gzip) return [Row.NotHere($"{size}: time", "gzip")];
        var times = Paired.Medians(
            () => Read(scratch, reference),
            () => ProgramRun.Of(new("/bin/sh", ["-c", $"{gzip} -dc {string.Join(' ', layers)} > /dev/null"])),
            () => Verify(warm, reference),
            () => ReadAsync(image).GetAwaiter().GetResult(),
            () => Parallel.ForEach(layers, layer => Unpack(layer)));
        return
        [
            Row.AtMost(0.5, $"{size}: time", times[0], "gzip -dc, layer after layer", times[1]),
            new($"{size}, again: time", $"{times[2]:0} ms", "", "", "", null),
            Row.AtMost(1.6, $"{size}, as a call: time", times[3], ".NET's GZipStream, layers at once", times[4]),
            Row.Memory(120, $"{size}: memory", memory),
        ];
    }

    /// <summary>What people script: copy the image, unpack it, and ask what each file is.</summary>
    private static IEnumerable<Row> BesideUnpacking(Scratch scratch, string reference)
    {
        string[] programs = ["skopeo", "umoci", "find", "xargs", "file"];
        if (Array.Find(programs, program => ProgramRun.Find(program) is null) is { } missing)
        {
            yield return Row.NotHere($"{Figure}: against skopeo, umoci, file", missing);
            yield break;
        }

        var times = Paired.Medians(
            () => Read(scratch, reference),
            () =>
            {
                var folder = scratch.Fresh();
                ProgramRun.Of(new("/bin/sh", ["-ec", $"""
                    skopeo --insecure-policy copy -q --src-tls-verify=false docker://{reference} oci:{folder}/image:it
                    umoci --log=error unpack --rootless --image {folder}/image:it {folder}/unpacked
                    find {folder}/unpacked/rootfs -type f -print0 | xargs -0 file -e encoding -e text > {folder}/told
                    rm -rf {folder}/unpacked
                    """]));
            });
        yield return new($"{Figure}: time", $"{times[0]:0} ms", $"skopeo copy, umoci unpack, file {times[1]:0} ms",
            string.Create(CultureInfo.InvariantCulture, $"{times[1] / times[0]:0.00}×"), "", null);
    }

    /// <summary>A run that reads every layer, and keeps nothing.</summary>
    private static ProgramRun Read(Scratch scratch, string reference, bool watchesMemory = false) =>
        Verify(scratch.Path, reference, watchesMemory, "--no-cache");

    private static ProgramRun Verify(string home, string reference, bool watchesMemory = false, params string[] options)
    {
        var run = ProgramRun.Of(Published.Start(home, ["image", reference, "--verify", "--quiet", "--format", "json", .. options]), watchesMemory: watchesMemory);
        using var report = JsonDocument.Parse(run.Output);
        var found = report.RootElement.GetProperty("targets")[0].GetProperty("verification").GetString();
        return found == "verified" ? run : throw new InvalidOperationException($"the answer is wrong: {found}");
    }

    private static async Task ReadAsync(ImageSource image)
    {
        using RegistryClient registries = new(new());
        Archway.Scanning.Scanner scanner = new(Catalog.Embedded, new(new ImageStores(registries, cache: null, offline: false, TimeProvider.System), TimeProvider.System));
        var read = await scanner.InspectAsync([image], [Platform.LinuxArm64], new ContentWish(ReadingExtent.All), findsUpgrades: false, CancellationToken.None);
        if (read[0].Targets[0].Verification != Verification.Verified) throw new InvalidOperationException($"the answer is wrong: {read[0].Targets[0].Because}");
    }

    private static long Unpack(string layer)
    {
        using var packed = File.OpenRead(layer);
        using GZipStream unpacked = new(packed, CompressionMode.Decompress);
        var buffer = new byte[128 * 1024];
        var total = 0L;
        for (int read; (read = unpacked.Read(buffer)) > 0;) total += read;
        return total;
    }

    private static string Write(string path, byte[] content)
    {
        File.WriteAllBytes(path, content);
        return path;
    }
}
