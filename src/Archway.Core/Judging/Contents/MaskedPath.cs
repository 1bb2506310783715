using Archway.Verifying.Binaries;

namespace Archway.Judging.Contents;

/// <summary>Paths without what they say of a platform, so that the files of a package for several platforms are alike.</summary>
internal static class MaskedPath
{
    /// <summary>The path with a star for each architecture, and a library's without its version: <c>/usr/lib/*-linux-gnu/libz.so</c>.</summary>
    internal static string Of(string path)
    {
        var parts = path.Split('/');
        for (var i = 0; i < parts.Length; i++) parts[i] = OfName(parts[i]);
        return string.Join('/', parts);
    }

    /// <summary>The path up to its last folder that names an architecture, masked; null when none does.</summary>
    internal static string? FolderOf(string path)
    {
        var masked = Of(path);
        var star = masked.LastIndexOf('*');
        var end = star < 0 ? -1 : masked.IndexOf('/', star);
        return end < 0 ? null : masked[..end];
    }

    private static string OfName(string name)
    {
        var version = name.IndexOf(".so.", StringComparison.Ordinal);
        var pieces = (version < 0 ? name : name[..(version + 3)]).Split('.', 16);
        for (var i = 0; i < pieces.Length; i++)
        {
            var words = NameWords.Of(pieces[i]);
            // A package may name the C library where it names the machine.
            pieces[i] = string.Join('-', words.Select(word => ArchitectureWord.BesideSystem(word) is null ? word : "*"));
        }

        return string.Join('.', pieces);
    }
}
