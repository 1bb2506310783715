namespace Archway.Reading.Tree;

/// <summary>Where paths lead once every link on the way is followed.</summary>
internal static class TreePaths
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    // Longer than any that Linux opens: nothing is there.
    private const int LongestPath = 4096;

    /// <summary>The folder's own path, with no link on its way; links above a scanned target may lead anywhere.</summary>
    internal static string RealRoot(string root)
    {
        var top = Path.GetPathRoot(root)!;
        return Follow(top, top, root[top.Length..]) is { } real ? Path.Join(top, real) : root;
    }

    /// <summary>The path within the root that <paramref name="path"/> leads to, or null when it leaves the root or leads nowhere.</summary>
    internal static string? Follow(string root, string realRoot, string path)
    {
        if (path.Length > LongestPath) return null;
        Stack<string> pending = new(Parts(path).Reverse());
        List<string> real = [];
        for (var links = 0; pending.TryPop(out var part);)
        {
            if (part is "" or ".") continue;
            if (part == "..")
            {
                if (real.Count == 0) return null;
                real.RemoveAt(real.Count - 1);
                continue;
            }

            real.Add(part);
            if (LinkTarget(Path.Join(realRoot, string.Join('/', real))) is not { } target) continue;
            if (++links > MostLinks) return null;
            real.RemoveAt(real.Count - 1);
            if (Path.IsPathRooted(target))
            {
                if ((Below(root, target) ?? Below(realRoot, target)) is not { } within) return null;
                real.Clear();
                target = within;
            }

            foreach (var step in Parts(target).Reverse()) pending.Push(step);
        }

        return string.Join('/', real);
    }

    private static string? Below(string root, string path)
    {
        var prefix = root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar;
        return path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path == root ? "" : null;
    }

    private static string[] Parts(string path) =>
        Path.DirectorySeparatorChar == '/' ? path.Split('/') : path.Split('/', Path.DirectorySeparatorChar);

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
