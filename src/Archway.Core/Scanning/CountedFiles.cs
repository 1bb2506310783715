using System.Collections.Immutable;
using Archway.Reading;
using Archway.Reading.Git;
using Archway.Reading.Owners;

namespace Archway.Scanning;

/// <summary>Which files of one target count: all, or only those that changed or have a certain owner; the others are read all the same.</summary>
/// <remarks>What is built anywhere must be known, or one's own images would be missing.</remarks>
internal sealed class CountedFiles
{
    private readonly SourceTree _tree;
    private readonly CodeOwners _owners;
    private readonly ChangedFiles? _changed;
    private readonly ImmutableArray<string> _wanted;

    private CountedFiles(SourceTree tree, CodeOwners owners, ChangedFiles? changed, ImmutableArray<string> wanted) =>
        (_tree, _owners, _changed, _wanted) = (tree, owners, changed, wanted);

    /// <summary>What the target was compared with; null when changes do not matter.</summary>
    internal Comparison? Comparison { get; private init; }

    /// <exception cref="ScanException">It cannot be told what changed.</exception>
    internal static async Task<CountedFiles> OfAsync(ScanTarget target, SourceTree tree, ScanRequest request, CancellationToken cancellationToken)
    {
        ChangedFiles? changed = null;
        if (request.Changes is { } since)
        {
            var found = await ChangedFiles.FindAsync(tree, since, cancellationToken);
            if (!found.TryGetValue(out changed)) throw new ScanException(found.Problem!);
        }

        return new(tree, CodeOwners.Of(tree), changed, request.Owners)
        {
            Comparison = changed is null ? null : new(target.Written, request.Changes!.Ref, changed.Commit, changed.Count),
        };
    }

    /// <summary>The wanted owners that own something here.</summary>
    internal IEnumerable<string> KnownOwners => _wanted.Intersect(_owners.Everybody, StringComparer.OrdinalIgnoreCase);

    internal ImmutableArray<string> OwnersOf(string path) => _owners.OwnersOf(path);

    /// <summary>Whether every file counts.</summary>
    internal bool IsAll => _changed is null && _wanted.IsEmpty;

    /// <summary>Whether the file changed; every file has where changes do not matter.</summary>
    internal bool HasChanged(string path) => _changed?.Holds(path) != false;

    /// <summary>Whether the file changed, or one that the meaning of what is now read of it came from.</summary>
    internal bool RestsOnChange(string path) => HasChanged(path) || _tree.Asked.Any(HasChanged);

    /// <summary>Whether the file's owners are wanted.</summary>
    internal bool IsWanted(string path) => _wanted.IsEmpty || OwnersOf(path).Intersect(_wanted, StringComparer.OrdinalIgnoreCase).Any();
}
