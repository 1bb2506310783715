using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Archway.Testing.Debian;

/// <summary>The tree that an image's layers make, unpacked by tar and told by file and readelf: what nothing of ours had a hand in.</summary>
public sealed partial class UnpackedTree
{
    private static readonly ConcurrentDictionary<string, Task<UnpackedTree>> Seen = new();

    private UnpackedTree(int files, FrozenDictionary<string, string> machines, Version? glibc) => (Files, Machines, Glibc) = (files, machines, glibc);

    /// <summary>How many regular files it has.</summary>
    public int Files { get; }

    /// <summary>The machine that each ELF file is for, by its path: <c>/usr/bin/dash</c> is for <c>linux/arm64</c>.</summary>
    public FrozenDictionary<string, string> Machines { get; }

    /// <summary>The newest version of glibc that any of them asks for.</summary>
    public Version? Glibc { get; }

    /// <summary>Whether the programs are here.</summary>
    public static bool CanBeMade => Tool.AreHere("tar", "gzip", "zstd", "file", "readelf");

    /// <summary>The files that are for another machine than the one named.</summary>
    public IEnumerable<string> ForeignTo(string machine) => Machines.Where(file => file.Value != machine).Select(file => file.Key);

    /// <summary>Unpacks an image's layers, each over those before it.</summary>
    public static Task<UnpackedTree> OfAsync(StoredImage image) => Seen.GetOrAdd(
        // The same layers make the same tree, whatever is said of them.
        string.Join(' ', image.Blobs.Skip(1).Select(layer => Oci.Content.Digest.Of(layer))), _ => UnpackAsync(image));

    private static async Task<UnpackedTree> UnpackAsync(StoredImage image)
    {
        using TempFolder folder = new();
        var root = Directory.CreateDirectory(Path.Combine(folder.Path, "root")).FullName;
        var blob = Path.Combine(folder.Path, "layer");
        foreach (var layer in image.Blobs.Skip(1))
        {
            await File.WriteAllBytesAsync(blob, layer);
            await ApplyAsync(blob, root);
        }

        return await TellAsync(root);
    }

    /// <summary>Takes away what the layer says is gone, then unpacks the rest.</summary>
    private static async Task ApplyAsync(string layer, string root)
    {
        foreach (var name in Lines(await Tool.RunAsync("tar", ["-t", "-f", layer], "", CancellationToken.None)))
        {
            if (Path.GetFileName(name) is not { } last || !last.StartsWith(".wh.", StringComparison.Ordinal)) continue;
            var folder = Path.Combine(root, Path.GetDirectoryName(name)!);
            if (last is not ".wh..wh..opq") Remove(Path.Combine(folder, last[".wh.".Length..]));
            else if (Directory.Exists(folder)) Array.ForEach(Directory.GetFileSystemEntries(folder), Remove);
        }

        await Tool.RunAsync("tar", ["-x", "-f", layer, "-C", root, "--exclude=.wh.*", "--no-same-owner", "--no-same-permissions"], "", CancellationToken.None);
    }

    private static async Task<UnpackedTree> TellAsync(string root)
    {
        var files = (await Tool.RunAsync("find", [root, "-type", "f", "-print0"], "", CancellationToken.None)).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        // Name and description by turns, each with a NUL behind it. What tells only kinds of text takes most of the time and is left out.
        var told = (await Tool.RunAsync("xargs", ["-0", "file", "-00", "-N", "-e", "text", "-e", "encoding", "-e", "csv", "-e", "json"],
            string.Join('\0', files), CancellationToken.None)).Split('\0');
        var elves = told.Chunk(2).Where(pair => pair is [_, var description] && description.TrimStart().StartsWith("ELF", StringComparison.Ordinal))
            .Select(pair => pair[0]).ToArray();
        Dictionary<string, string> machines = new(StringComparer.Ordinal);
        // It says whose header it is only where it is given several, and so it is given the first one each time.
        var headers = elves is [] ? "" : await Tool.RunAsync("xargs", ["-0", "readelf", "-hAVW", elves[0]], string.Join('\0', elves), CancellationToken.None);
        foreach (var header in headers.Split("\nFile: ", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = Lines(header);
            machines[lines[0][root.Length..]] = Machine(Field("Class")!, Field("Data")!, Field("Machine")!, Field("Tag_CPU_arch"));

            string? Field(string name) => lines.SingleOrDefault(line => line.TrimStart().StartsWith(name + ":", StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
        }

        var glibc = GlibcAskedFor().Matches(headers).Select(found => Version.Parse(found.Groups[1].ValueSpan)).Max();
        return new(files.Length, machines.ToFrozenDictionary(StringComparer.Ordinal), glibc);
    }

    private static string Machine(string size, string order, string machine, string? level) => (machine, size, order.Contains("little", StringComparison.Ordinal)) switch
    {
        ("Advanced Micro Devices X86-64", "ELF64", true) => "linux/amd64",
        ("AArch64", "ELF64", true) => "linux/arm64",
        ("ARM", "ELF32", true) => level is null ? "linux/arm" : $"linux/arm/{level[..2]}",
        ("Intel 80386", "ELF32", true) => "linux/386",
        _ => $"{machine} {size} {order}",
    };

    // What a file asks for, with the place where it stands first; what the library itself offers is written otherwise.
    //   0x0010:   Name: GLIBC_2.34  Flags: none  Version: 5
    [GeneratedRegex(@"^ +[0-9a-fx]+: +Name: GLIBC_([0-9.]+) ", RegexOptions.Multiline)]
    private static partial Regex GlibcAskedFor();

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static void Remove(string path)
    {
        if (new FileInfo(path) is { LinkTarget: null } && Directory.Exists(path)) Directory.Delete(path, recursive: true);
        else File.Delete(path);
    }
}
