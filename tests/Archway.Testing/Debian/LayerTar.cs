using System.Formats.Tar;

namespace Archway.Testing.Debian;

/// <summary>The tar of a layer being written: what builders write, and the oddities that they do.</summary>
/// <remarks><see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md"/></remarks>
public sealed class LayerTar(Stream output) : IAsyncDisposable
{
    private const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Run = Read | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private static readonly DateTimeOffset Built = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly string[] Merged = ["bin", "sbin", "lib", "lib32", "lib64", "libo32", "libx32"];
    private readonly TarWriter _writer = new(output, leaveOpen: true);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    /// <summary>Writes what packages would install, into one tree: a folder of several comes once.</summary>
    /// <param name="debs">The packages' files.</param>
    /// <param name="mergesUsr">Whether <c>/bin</c>, <c>/lib</c> and their kind are links into <c>/usr</c>, where their files then are, as installed.</param>
    /// <param name="wants">Which files to write; all, where it is left out.</param>
    public async Task AddPackagesAsync(IEnumerable<string> debs, bool mergesUsr = true, Func<string, bool>? wants = null)
    {
        foreach (var deb in debs)
        {
            await DebianArchive.ReadAsync(deb, async entry =>
            {
                if (wants?.Invoke(entry.Name) is false) return;
                var name = mergesUsr ? Moved(entry.Name) : entry.Name;
                if (entry.EntryType is TarEntryType.Directory && !_folders.Add(name)) return;
                var link = entry.EntryType is TarEntryType.HardLink && mergesUsr ? Moved(entry.LinkName) : entry.LinkName;
                await WriteAsync(entry.EntryType, name, link, entry.Mode, entry.ModificationTime, entry.DataStream);
            }, CancellationToken.None);
        }
    }

    /// <summary>Writes the links that lead from <c>/bin</c>, <c>/lib</c> and their kind into <c>/usr</c>.</summary>
    public async Task AddMergedLinksAsync(params string[] more)
    {
        foreach (var name in (string[])["bin", "sbin", "lib", .. more])
        {
            _folders.Add(name);
            await AddLinkAsync(name, "usr/" + name);
        }
    }

    /// <summary>Writes a file, which may be run.</summary>
    public async Task AddFileAsync(string path, byte[] content)
    {
        using MemoryStream data = new(content);
        await WriteAsync(TarEntryType.RegularFile, path, "", Run, Built, data);
    }

    public Task AddFolderAsync(string path) => WriteAsync(TarEntryType.Directory, path, "", Run, Built, null);

    public Task AddLinkAsync(string path, string target) => WriteAsync(TarEntryType.SymbolicLink, path, target, Run, Built, null);

    /// <summary>Writes another name of a file that this layer, or one below it, has.</summary>
    public Task AddHardLinkAsync(string path, string target) => WriteAsync(TarEntryType.HardLink, path, target, Run, Built, null);

    /// <summary>Writes that a file, or a folder, of the layers below is gone.</summary>
    public Task AddWhiteoutAsync(string path) =>
        AddFileAsync((Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder + "/" : "") + ".wh." + Path.GetFileName(path), []);

    /// <summary>Writes that nothing in a folder of the layers below is left.</summary>
    public Task AddOpaqueAsync(string folder) => AddFileAsync(folder + "/.wh..wh..opq", []);

    public async ValueTask DisposeAsync() => await _writer.DisposeAsync();

    private async Task WriteAsync(TarEntryType type, string name, string link, UnixFileMode mode, DateTimeOffset at, Stream? data)
    {
        // Go's tar, and so nearly every builder, writes the old form where that can hold the names.
        TarEntry entry = name.Length < 100 && link.Length < 100 && IsAscii(name) && IsAscii(link) ? new UstarTarEntry(type, name) : new PaxTarEntry(type, name);
        (entry.Mode, entry.ModificationTime) = (mode, at);
        if (type is TarEntryType.HardLink or TarEntryType.SymbolicLink) entry.LinkName = link;
        if (type is TarEntryType.RegularFile) entry.DataStream = data;
        await _writer.WriteEntryAsync(entry);
    }

    private static bool IsAscii(string text) => text.All(char.IsAscii);

    private static string Moved(string name) => Merged.Contains(name.Split('/')[0]) ? "usr/" + name : name;
}
