using System.Text;

namespace Archway.Verifying.Binaries;

/// <summary>The versions that a file needs of the libraries it needs (<c>.gnu.version_r</c>).</summary>
/// <remarks><see href="https://refspecs.linuxfoundation.org/LSB_5.0.0/LSB-Core-generic/LSB-Core-generic/symversion.html"/></remarks>
internal static class ElfVersions
{
    private const int MostVersions = 1024;
    private const int LongestVersion = 32;
    private const int EntryLength = 16;

    /// <summary>The newest version of glibc, if any; whether all could be read.</summary>
    internal static (Version? Glibc, bool IsWhole) ReadGlibc(ulong table, ElfStrings strings, ElfLayout layout, KeptBytes kept)
    {
        var bytes = kept.From(table);
        ElfFields fields = new(bytes, layout);
        Version? newest = null;
        var read = 0;
        for (var library = 0L; ;)
        {
            if (library + EntryLength > bytes.Length || read++ > MostVersions) return (newest, false);
            var file = strings.Find(kept, fields.Word((int)library + 4), out var isFound);
            if (!isFound) return (newest, false);
            // The compiler's own library has versions of glibc's name, with musl as well.
            var counts = !file.StartsWith("libgcc_s."u8);
            var version = library + fields.Word((int)library + 8);
            for (var left = fields.Half((int)library + 2); left > 0; left--)
            {
                if (version + EntryLength > bytes.Length || read++ > MostVersions) return (newest, false);
                var name = strings.Find(kept, fields.Word((int)version + 8), out isFound);
                if (!isFound) return (newest, false);
                if (counts && OfGlibc(name) is { } found && (newest is null || found > newest)) newest = found;
                var next = fields.Word((int)version + 12);
                if (next == 0) break;
                version += next;
            }

            var nextLibrary = fields.Word((int)library + 12);
            if (nextLibrary == 0) return (newest, true);
            library += nextLibrary;
        }
    }

    /// <summary>The version in <c>GLIBC_2.34</c>; none in <c>GLIBC_PRIVATE</c> and <c>GLIBC_ABI_DT_RELR</c>.</summary>
    private static Version? OfGlibc(ReadOnlySpan<byte> name) =>
        name.Length <= LongestVersion && name.StartsWith("GLIBC_"u8) && Version.TryParse(Encoding.ASCII.GetString(name[6..]), out var version) ? version : null;
}
