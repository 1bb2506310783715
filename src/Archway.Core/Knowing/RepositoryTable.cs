using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Archway.Knowing;

/// <summary>Which entry and line a repository belongs to: a name in full before a glob, a longer glob before a shorter.</summary>
internal sealed class RepositoryTable
{
    private readonly FrozenDictionary<string, (CatalogEntry Entry, ImageLine Line)> _names;
    private readonly ImmutableArray<(string Glob, CatalogEntry Entry, ImageLine Line)> _globs;

    internal RepositoryTable(ImmutableArray<CatalogEntry> entries)
    {
        var all = entries.SelectMany(entry => entry.Images, (entry, line) => (entry, line))
            .SelectMany(pair => pair.line.Repositories, (pair, repository) => (Repository: repository, pair.entry, pair.line))
            .ToLookup(row => NameGlob.IsGlob(row.Repository));
        if (all[false].CountBy(row => row.Repository).FirstOrDefault(repository => repository.Value > 1).Key is { } shared)
            throw new InvalidDataException($"the repository {shared} belongs to more than one line of the catalog");
        _names = all[false].ToFrozenDictionary(row => row.Repository, row => (row.entry, row.line), StringComparer.Ordinal);
        _globs = [.. all[true].OrderByDescending(row => row.Repository.Length).Select(row => (row.Repository, row.entry, row.line))];
    }

    // What nobody knows of the original may still be known of the copies as such.
    internal (CatalogEntry Entry, ImageLine Line)? Find(string name) => FindAs(Original(name)) ?? FindAs(name);

    private (CatalogEntry Entry, ImageLine Line)? FindAs(string name)
    {
        if (_names.TryGetValue(name, out var exact)) return exact;
        foreach (var (glob, entry, line) in _globs)
            if (NameGlob.Matches(glob, name)) return (entry, line);
        return null;
    }

    // Copies of Docker Hub, digest for digest: what is known of the original holds for them.
    private static string Original(string name) => name switch
    {
        _ when name.StartsWith("public.ecr.aws/docker/library/", StringComparison.Ordinal) => "docker.io/" + name["public.ecr.aws/docker/".Length..],
        _ when name.StartsWith("mirror.gcr.io/", StringComparison.Ordinal) => "docker.io/" + name["mirror.gcr.io/".Length..],
        _ => name,
    };
}
