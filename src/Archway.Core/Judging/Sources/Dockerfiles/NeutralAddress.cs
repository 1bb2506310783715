namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>What is the same for every machine though its name or address names one: documents, keys, sources, and the owners of repositories.</summary>
internal static class NeutralAddress
{
    // What is read and not run.
    private static readonly string[] Documents = [".md", ".txt", ".pdf", ".html", ".htm", ".json", ".xml", ".rst", ".asc", ".sig", ".gpg", ".pem", ".crt", ".pub"];

    // Where the first segments of a path are an owner and a repository, and behind which of these they begin.
    private static readonly (string Host, string Before)[] Forges =
    [
        ("github.com", ""), ("gitlab.com", ""), ("bitbucket.org", ""), ("codeberg.org", ""), ("raw.githubusercontent.com", ""), ("codeload.github.com", ""),
        ("api.github.com", "repos"),
    ];

    // Behind a repository's name: its sources, whole or in part.
    private static readonly string[] Sources = ["archive", "tarball", "zipball", "blob", "tree", "tar.gz", "zip"];

    /// <summary>Whether a path or an address, what is asked of it left out, is of a document or a key.</summary>
    internal static bool IsDocument(ReadOnlySpan<char> path)
    {
        var end = path.IndexOfAny('?', '#');
        if (end >= 0) path = path[..end];
        foreach (var ending in Documents)
            if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>How many characters of an address name no file: a forge, an owner and a repository, or all of it where it is of sources.</summary>
    internal static int LengthOfRepository(ReadOnlySpan<char> address)
    {
        var begin = address.IndexOf("://", StringComparison.Ordinal);
        if (begin < 0) return 0;
        var host = address[(begin + 3)..];
        foreach (var (name, before) in Forges)
        {
            var prefix = before.Length == 0 ? name + "/" : $"{name}/{before}/";
            // Before the host may stand who asks for it.
            var at = host.IndexOf('@') is >= 0 and var user && user < host.IndexOf('/') ? user + 1 : 0;
            if (!host[at..].StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) continue;
            var start = begin + 3 + at + prefix.Length;
            var owner = address[start..].IndexOf('/');
            var repository = owner < 0 ? -1 : address[(start + owner + 1)..].IndexOf('/');
            if (repository < 0) return address.Length;
            var end = start + owner + 1 + repository;
            var rest = address[(end + 1)..];
            var next = rest.IndexOf('/');
            if (rest.StartsWith("-/", StringComparison.Ordinal))
            {
                rest = rest[2..];
                next = rest.IndexOf('/');
            }

            foreach (var source in Sources)
                if (next >= 0 && rest[..next].SequenceEqual(source)) return address.Length;
            return end;
        }

        return 0;
    }
}
