using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Verifying.Trees;

namespace Archway.Assembling.Laying;

/// <summary>Where in a base added files come to lie, as if they were copied into it: through its links, and never in place of its folders.</summary>
/// <remarks>
/// A layer's folder takes the place of a link of that name, and its file that of a whole folder, so that an entry <c>lib/</c> would take the programs'
/// libraries from a base whose <c>/lib</c> leads to <c>/usr/lib</c>. So no entry is written for a folder that the base has.
/// <see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#applying-changesets"/>
/// </remarks>
/// <param name="tree">The base's files.</param>
/// <param name="below">The base, as messages name it.</param>
/// <param name="platform">The platform whose image it is.</param>
internal sealed class BasePlaces(ImageTree tree, ImageSource below, Platform platform)
{
    private readonly SortedDictionary<string, FileSystemInfo?> _laid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal) { [""] = "" };

    /// <summary>What is laid where.</summary>
    /// <exception cref="LayingException">Something of the base is in the way.</exception>
    internal static SortedDictionary<string, FileSystemInfo?> Of(
        IReadOnlyDictionary<string, FileSystemInfo?> added, ImageTree tree, ImageSource below, Platform platform)
    {
        BasePlaces places = new(tree, below, platform);
        // What has no source only lies above what has one, and is made for that.
        foreach (var (path, source) in added)
            if (source is DirectoryInfo { LinkTarget: null }) places.FolderAt(path, source);
            else if (source is not null) places.Lay(path, source);
        return places._laid;
    }

    private void Lay(string path, FileSystemInfo source)
    {
        var place = Below(FolderAt(Above(path), source), path[(path.LastIndexOf('/') + 1)..]);
        if (tree.FindName(place) is { } there)
        {
            if (tree.IsFolder(there)) throw Refused(source, $"a folder at /{place}, which would be gone with all that is in it");
            if (tree.IsLink(there) && tree.Find(place) is { } far && tree.IsFolder(far))
                throw Refused(source, $"a link at /{place} to the folder {tree.PathOf(far)}, which would be gone");
        }

        if (_laid.TryGetValue(place, out var other))
            throw new LayingException($"{Shown(source)} and {Shown(other)} would both be /{place} over {below} for {platform}; leave one out");
        _laid[place] = source;
    }

    // Where a folder really is, made where the base has none.
    private string FolderAt(string path, FileSystemInfo? source)
    {
        if (_folders.TryGetValue(path, out var known)) return known;
        var place = Below(FolderAt(Above(path), source), path[(path.LastIndexOf('/') + 1)..]);
        if (tree.FindName(place) is { } there)
        {
            if (tree.Find(place) is not { } far) throw Refused(source, $"a link at /{place} that leads nowhere, and a folder is needed there");
            if (!tree.IsFolder(far)) throw Refused(source, $"{(tree.IsLink(there) ? $"a link at /{place} to the file {tree.PathOf(far)}" : $"a file at /{place}")}, and a folder is needed there");
            place = tree.PathOf(far).TrimStart('/');
        }
        else if (_laid.TryGetValue(place, out var other) && other is not (null or DirectoryInfo { LinkTarget: null }))
        {
            throw new LayingException($"{Shown(other)} would be /{place}, where {Shown(source)} needs a folder; leave one out");
        }
        else
        {
            _laid[place] = null;
        }

        return _folders[path] = place;
    }

    private LayingException Refused(FileSystemInfo? source, string obstacle) =>
        new($"{Shown(source)} cannot be laid over {below}: for {platform} that has {obstacle}; name another place with --add FOLDER:/PATH");

    private static string Shown(FileSystemInfo? source) => source is null ? "what is added" : $"'{source.FullName}'";

    private static string Above(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";

    private static string Below(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
