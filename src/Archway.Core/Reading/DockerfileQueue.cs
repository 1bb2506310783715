namespace Archway.Reading;

/// <summary>The Dockerfiles of a target, which are read last: what they say rests on how they are built, and a build may stand in any file.</summary>
internal sealed class DockerfileQueue
{
    private readonly SortedDictionary<string, QueuedDockerfile> _waiting = new(StringComparer.Ordinal);

    /// <summary>The Dockerfiles in the ordinal order of their paths.</summary>
    internal IEnumerable<QueuedDockerfile> Waiting => _waiting.Values;

    /// <summary>Notes a file that is a Dockerfile by its own name or text.</summary>
    internal void Add(string path) => At(path).IsMet = true;

    /// <summary>Notes the Dockerfile of a build.</summary>
    /// <param name="build">The build.</param>
    /// <param name="files">The files that say so.</param>
    internal void Add(ImageBuild build, IEnumerable<string> files)
    {
        if (build.Dockerfile is null) return;
        var dockerfile = At(build.Dockerfile);
        dockerfile.Builds.Add(build.Inputs);
        dockerfile.BuiltBy.UnionWith(files);
    }

    private QueuedDockerfile At(string path)
    {
        if (!_waiting.TryGetValue(path, out var dockerfile)) _waiting[path] = dockerfile = new(path);
        return dockerfile;
    }
}

/// <summary>A Dockerfile that waits to be read.</summary>
/// <param name="path">Its path.</param>
internal sealed class QueuedDockerfile(string path)
{
    internal string Path { get; } = path;

    /// <summary>Whether the walk met it as one; else it is only a build that names it so.</summary>
    internal bool IsMet { get; set; }

    /// <summary>What it is given by each build of it.</summary>
    internal HashSet<BuildInputs> Builds { get; } = [];

    /// <summary>The files that say how it is built.</summary>
    internal HashSet<string> BuiltBy { get; } = new(StringComparer.Ordinal);
}
