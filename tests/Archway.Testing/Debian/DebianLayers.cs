using System.Collections.Concurrent;
using System.Text;
using Archway.Oci.Content;

namespace Archway.Testing.Debian;

/// <summary>Layers of Debian's packages, made once and kept.</summary>
public static class DebianLayers
{
    private const int Writing = 1;
    private static readonly string[] Base = ["base-files", "base-passwd", "bash", "coreutils", "dash", "dpkg", "findutils", "grep", "libc-bin", "sed", "tar"];
    private static readonly string[] WholeBase = ["?essential", "apt"];

    // What Debian's own slim images leave out; it is a third of the files, and no program among them.
    private static readonly string[] Left = ["usr/share/doc/", "usr/share/info/", "usr/share/lintian/", "usr/share/locale/", "usr/share/man/"];
    private static readonly ConcurrentDictionary<string, Lazy<Task<Layer>>> Made = new();

    /// <summary>What a small Debian has: a libc with its modules, shells and the usual tools.</summary>
    public static Task<Layer> BaseAsync(DebianArchitecture architecture, LayerPacking packing = LayerPacking.Gzip) =>
        BaseOfAsync(architecture, "base", packing, Base, IsSlim);

    /// <summary>What packages bring beyond the base.</summary>
    public static Task<Layer> OverBaseAsync(DebianArchitecture architecture, LayerPacking packing, params string[] packages) =>
        OverAsync(architecture, packages[0], packing, Base, packages, IsSlim);

    /// <summary>What <c>debootstrap --variant=minbase</c> installs, with its manuals and all languages.</summary>
    public static Task<Layer> WholeBaseAsync(DebianArchitecture architecture) => BaseOfAsync(architecture, "minbase", LayerPacking.Gzip, WholeBase, null);

    /// <summary>What packages bring beyond that, with their manuals and all languages.</summary>
    public static Task<Layer> OverWholeBaseAsync(DebianArchitecture architecture, params string[] packages) =>
        OverAsync(architecture, packages[0] + "-whole", LayerPacking.Gzip, WholeBase, packages, null);

    /// <summary>Packages and what they need, over nothing.</summary>
    public static Task<Layer> OfAsync(DebianArchitecture architecture, params string[] packages) =>
        BaseOfAsync(architecture, $"only-{packages[0]}", LayerPacking.Gzip, packages, IsSlim);

    /// <summary>A package that needs nothing, alone.</summary>
    public static async Task<Layer> StaticAsync(DebianArchitecture architecture, string package)
    {
        string[] debs = [await DebianPackages.GetOneAsync(architecture, package)];
        return await KeepAsync(architecture, package, LayerPacking.Gzip, debs, $"COPY {package} / # buildkit", tar => tar.AddPackagesAsync(debs, mergesUsr: false));
    }

    private static async Task<Layer> BaseOfAsync(
        DebianArchitecture architecture, string name, LayerPacking packing, string[] packages, Func<string, bool>? wants)
    {
        var debs = await DebianPackages.GetAsync(architecture, packages);
        return await KeepAsync(architecture, name, packing, debs, $"# debian.sh --arch '{architecture.Name}' out/ 'bookworm'", async tar =>
        {
            await tar.AddMergedLinksAsync(architecture == DebianArchitecture.Amd64 ? ["lib64"] : []);
            await tar.AddPackagesAsync(debs, wants: wants);
        });
    }

    private static async Task<Layer> OverAsync(
        DebianArchitecture architecture, string name, LayerPacking packing, string[] below, string[] packages, Func<string, bool>? wants)
    {
        var there = (await DebianPackages.GetAsync(architecture, below)).Select(Name).ToHashSet(StringComparer.Ordinal);
        string[] debs = [.. (await DebianPackages.GetAsync(architecture, packages)).Where(deb => !there.Contains(Name(deb)))];
        return await KeepAsync(architecture, name, packing, debs,
            $"RUN /bin/sh -c apt-get install -y --no-install-recommends {string.Join(' ', packages)} # buildkit", tar => tar.AddPackagesAsync(debs, wants: wants));
    }

    private static Task<Layer> KeepAsync(
        DebianArchitecture architecture, string name, LayerPacking packing, IEnumerable<string> debs, string createdBy, Func<LayerTar, Task> write)
    {
        // Other packages, or other versions of them, make another layer; and so does another way to write it, which this number tells.
        var content = Digest.Of(Encoding.UTF8.GetBytes($"{Writing}\n{string.Join('\n', debs.Select(Path.GetFileName))}")).Hex[..12];
        var file = Path.Combine(DebianFolder.Of("layers"), $"{name}-{architecture.Name}-{content}.{packing}".ToLowerInvariant());
        // Of tests that ask at the same time one makes it, and the others wait.
        return Made.GetOrAdd(file, _ => new(MakeAsync)).Value;

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

    private static bool IsSlim(string path) => !Array.Exists(Left, folder => path.StartsWith(folder, StringComparison.Ordinal));

    private static string Name(string deb) => Path.GetFileName(deb).Split('_')[0];
}
