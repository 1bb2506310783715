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
        var file = masked.LastIndexOf('/');
        var star = file < 0 ? -1 : masked.LastIndexOf('*', file);
        return star < 0 ? null : masked[..masked.IndexOf('/', star)];
    }

    private static string OfName(string name)
    {
        var version = name.IndexOf(".so.", StringComparison.Ordinal);
        var pieces = (version < 0 ? name : name[..(version + 3)]).Split('.', 16);
        for (var i = 0; i < pieces.Length; i++)
        {
            var words = NameWords.Of(pieces[i]);
            pieces[i] = string.Join('-', words.SelectMany(Masked).Where(IsKept));
        }

        return string.Join('.', pieces);
    }

    private static string[] Masked(string word) => word is "linux64" or "linux32" ? ["linux", "*"] : [ArchitectureWord.BesideSystem(word) is null ? word : "*"];

    // A package names the C library, the way of calls or the processor's level where it has several for one machine, and not where it has one.
    private static bool IsKept(string word) => !SystemWord.IsAbi(word) && word is not ("v1" or "v2" or "v3" or "v4");
}
