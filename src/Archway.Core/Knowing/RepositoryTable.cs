namespace Archway.Knowing;

/// <summary>Which entry and line a repository belongs to: a name in full before a glob, a longer glob before a shorter.</summary>
internal sealed class RepositoryTable
{
    private readonly Dictionary<string, ListedRepository> _names = new(StringComparer.Ordinal);
    private readonly List<ListedRepository> _globs = [];

    internal RepositoryTable(UnreadEntry[] entries)
    {
        foreach (var entry in entries)
            for (var line = 0; line < entry.Lines.Length; line++)
                foreach (var repository in entry.Lines[line])
                    Add(new(repository, entry, line));
        // Those of one length in the order of their entries.
        _globs = [.. _globs.OrderByDescending(row => row.Name.Length)];
    }

    // What nobody knows of the original may still be known of the copies as such.
    internal ListedRepository? Find(string name) => FindAs(Original(name)) ?? FindAs(name);

    private void Add(ListedRepository row)
    {
        if (NameGlob.IsGlob(row.Name)) _globs.Add(row);
        else if (!_names.TryAdd(row.Name, row)) throw new InvalidDataException($"the repository {row.Name} belongs to more than one line of the catalog");
    }

    private ListedRepository? FindAs(string name) => _names.GetValueOrDefault(name) ?? _globs.Find(row => NameGlob.Matches(row.Name, name));

    // Copies of Docker Hub, digest for digest: what is known of the original holds for them.
    private static string Original(string name) => name switch
    {
        _ when name.StartsWith("public.ecr.aws/docker/library/", StringComparison.Ordinal) => "docker.io/" + name["public.ecr.aws/docker/".Length..],
        _ when name.StartsWith("mirror.gcr.io/", StringComparison.Ordinal) => "docker.io/" + name["mirror.gcr.io/".Length..],
        _ => name,
    };
}
