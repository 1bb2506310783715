using Archway.Reading;

namespace Archway.Rendering;

/// <summary>Copies a kustomization with every file that it and those it builds upon name.</summary>
/// <remarks>
/// What is not named is not there for the program either. kustomize itself would take a base from anywhere on the disk and from any
/// repository; here a base lies in the scanned tree, or is refused.
/// </remarks>
internal sealed class KustomizationCopy(SourceTree tree, WorkFolder work, bool allowsNetwork)
{
    private const int MostFolders = 500;
    private readonly HashSet<string> _copied = new(StringComparer.Ordinal);

    /// <exception cref="NotRenderedException">Something it builds upon is not in the tree and may not be fetched.</exception>
    internal void Copy(KustomizationFile kustomization, CancellationToken cancellationToken)
    {
        Queue<KustomizationFile> pending = new([kustomization]);
        while (pending.TryDequeue(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_copied.Add(next.Folder)) continue;
            if (_copied.Count > MostFolders) throw new NotRenderedException($"it builds upon more than {MostFolders} kustomizations");
            if (next.HasCharts)
                throw new NotRenderedException(
                    $"{next.Text.Path} inflates Helm charts, for which kustomize would start helm; render those charts by themselves");
            work.CopyFile(next.Text.Path);
            foreach (var entry in next.Files) CopyFile(entry, next);
            foreach (var entry in next.Bases)
                if (CopyBase(entry, next) is { } folder) pending.Enqueue(folder);
        }
    }

    private void CopyFile(string entry, KustomizationFile from)
    {
        if (PathOf(entry, from) is { } path && tree.HasFile(path)) work.CopyFile(path);
        else if (IsRemote(entry)) Refuse(entry);
    }

    private KustomizationFile? CopyBase(string entry, KustomizationFile from)
    {
        var path = PathOf(entry, from);
        if (path is not null && tree.HasFile(path))
        {
            work.CopyFile(path);
            return null;
        }

        if (path is not null && KustomizationFile.Find(path, tree) is { } folder) return folder;
        if (IsRemote(entry)) Refuse(entry);
        else throw new NotRenderedException($"{entry}, which {from.Text.Path} names, is not in the scanned folder");
        return null;
    }

    private void Refuse(string entry)
    {
        if (!allowsNetwork) throw new NotRenderedException($"it takes {Shown(entry)} from the network; --render-network allows that");
    }

    private static string? PathOf(string entry, KustomizationFile from) => Path.IsPathRooted(entry) || entry.Contains("://", StringComparison.Ordinal)
        ? null
        : SourceTree.Normalise(from.Folder.Length == 0 ? entry : $"{from.Folder}/{entry}");

    /// <summary>Whether an entry that is not in the tree is an address: a URL, a git remote, or a path that begins with a host.</summary>
    /// <remarks>With <c>..</c> in it kustomize may take it for a path after all, one that leaves the copy.</remarks>
    private static bool IsRemote(string entry)
    {
        if (entry.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || entry.Split('/').Contains("..")) return false;
        if (entry.Contains("://", StringComparison.Ordinal) || entry.Contains("::", StringComparison.Ordinal)) return true;
        var host = entry.IndexOfAny([':', '/']) is > 0 and var end ? entry[..end] : "";
        return (host.Contains('@', StringComparison.Ordinal) && entry[host.Length] == ':') || (host.Contains('.', StringComparison.Ordinal) && host[0] != '.');
    }

    // An address may hold a password.
    private static string Shown(string entry)
    {
        var start = entry.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : entry.Length;
        var end = entry.IndexOf('/', start) is >= 0 and var slash ? slash : entry.Length;
        return entry.LastIndexOf('@', Math.Max(0, end - 1), end - start) is >= 0 and var at ? entry[..start] + entry[(at + 1)..] : entry;
    }
}
