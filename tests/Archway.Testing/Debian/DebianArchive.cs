using System.Formats.Tar;

namespace Archway.Testing.Debian;

/// <summary>A file <c>.deb</c>, read by dpkg-deb.</summary>
public static class DebianArchive
{
    /// <summary>Reads the files that a package would install, one after another.</summary>
    /// <param name="deb">The package's file.</param>
    /// <param name="read">What to do with each, whose name has no <c>./</c> before it and no <c>/</c> behind it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task ReadAsync(string deb, Func<TarEntry, Task> read, CancellationToken cancellationToken) => Tool.StreamAsync(
        "dpkg-deb", ["--fsys-tarfile", deb], _ => Task.CompletedTask,
        async tar =>
        {
            await using TarReader reader = new(tar);
            // A tar that cannot be wound back is written only of contents that can.
            while (await reader.GetNextEntryAsync(copyData: true, cancellationToken) is { } entry)
            {
                if (Plain(entry.Name) is not { Length: > 0 } name) continue;
                entry.Name = name;
                if (entry.EntryType is TarEntryType.HardLink) entry.LinkName = Plain(entry.LinkName);
                await read(entry);
            }

            // A program whose output is not read to its end fails.
            await tar.CopyToAsync(Stream.Null, cancellationToken);
        },
        cancellationToken);

    /// <summary>Reads one file of a package.</summary>
    /// <exception cref="FileNotFoundException">It has none whose name ends so.</exception>
    public static async Task<byte[]> ReadFileAsync(string deb, string ending, CancellationToken cancellationToken)
    {
        byte[]? found = null;
        await ReadAsync(deb, async entry =>
        {
            if (found is not null || entry.DataStream is null || !entry.Name.EndsWith(ending, StringComparison.Ordinal)) return;
            using MemoryStream content = new();
            await entry.DataStream.CopyToAsync(content, cancellationToken);
            found = content.ToArray();
        }, cancellationToken);
        return found ?? throw new FileNotFoundException($"{Path.GetFileName(deb)} has no file {ending}");
    }

    private static string Plain(string name) => (name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name).TrimEnd('/');
}
