using System.Collections.Concurrent;
using System.Text;
using Archway.Oci.Content;

namespace Archway.Testing.Debian;

/// <summary>Layers of Debian's packages, made once and kept.</summary>
public static class DebianLayers
{
    private static readonly string[] Base = ["base-files", "base-passwd", "bash", "coreutils", "dash", "dpkg", "findutils", "grep", "libc-bin", "sed", "tar"];
    private static readonly ConcurrentDictionary<string, Task<Layer>> Made = new();

    /// <summary>What a small Debian has: a libc with its modules, shells and the usual tools.</summary>
    public static async Task<Layer> BaseAsync(DebianArchitecture architecture, LayerPacking packing = LayerPacking.Gzip)
    {
        var debs = await DebianPackages.GetAsync(architecture, Base);
        return await KeepAsync(architecture, "base", packing, debs, $"debuerreotype --arch {architecture.Name} bookworm", async tar =>
        {
            await tar.AddMergedLinksAsync(architecture == DebianArchitecture.Amd64 ? ["lib64"] : []);
            await tar.AddPackagesAsync(debs);
        });
    }

    /// <summary>What packages bring beyond the base.</summary>
    public static async Task<Layer> OfAsync(DebianArchitecture architecture, LayerPacking packing, params string[] packages)
    {
        var below = (await DebianPackages.GetAsync(architecture, Base)).Select(Name).ToHashSet(StringComparer.Ordinal);
        string[] debs = [.. (await DebianPackages.GetAsync(architecture, packages)).Where(deb => !below.Contains(Name(deb)))];
        return await KeepAsync(architecture, packages[0], packing, debs,
            $"RUN /bin/sh -c apt-get install -y --no-install-recommends {string.Join(' ', packages)} # buildkit", tar => tar.AddPackagesAsync(debs));
    }

    /// <summary>A package that needs nothing, alone.</summary>
    public static async Task<Layer> StaticAsync(DebianArchitecture architecture, string package)
    {
        string[] debs = [await DebianPackages.GetOneAsync(architecture, package)];
        return await KeepAsync(architecture, package, LayerPacking.Gzip, debs, $"COPY {package} / # buildkit", tar => tar.AddPackagesAsync(debs, mergesUsr: false));
    }

    private static Task<Layer> KeepAsync(
        DebianArchitecture architecture, string name, LayerPacking packing, IEnumerable<string> debs, string createdBy, Func<LayerTar, Task> write)
    {
        // Other packages, or other versions of them, make another layer.
        var content = Digest.Of(Encoding.UTF8.GetBytes(string.Join('\n', debs.Select(Path.GetFileName)))).Hex[..12];
        var file = Path.Combine(DebianFolder.Of("layers"), $"{name}-{architecture.Name}-{content}.{packing}".ToLowerInvariant());
        return Made.GetOrAdd(file, _ => MakeAsync());

        async Task<Layer> MakeAsync()
        {
            var told = file + ".diffid";
            if (!File.Exists(told))
            {
                var begun = $"{file}.{Environment.ProcessId}";
                Digest diffId;
                await using (var output = File.Create(begun)) diffId = await LayerPacker.PackAsync(packing, write, output, CancellationToken.None);
                File.Move(begun, file, overwrite: true);
                await File.WriteAllTextAsync(begun, diffId.ToString());
                File.Move(begun, told, overwrite: true);
            }

            return new(packing, await File.ReadAllBytesAsync(file), Digest.Parse(await File.ReadAllTextAsync(told)), createdBy);
        }
    }

    private static string Name(string deb) => Path.GetFileName(deb).Split('_')[0];
}
