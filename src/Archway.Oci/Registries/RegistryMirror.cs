using Archway.Oci.References;

namespace Archway.Oci.Registries;

/// <summary>A registry that is asked in another's place: a pull-through cache, or a copy inside a closed network.</summary>
/// <param name="Of">The registry it stands for, as references name it.</param>
/// <param name="Registry">Its own host, with its port where one is given.</param>
/// <param name="Path">What it puts before the repository, such as the name of Harbor's proxy project or ECR's prefix; empty for nothing.</param>
public sealed record RegistryMirror(string Of, string Registry, string Path)
{
    /// <summary>Reads <c>docker.io=harbor.example/hub</c>.</summary>
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static RegistryMirror Parse(string text)
    {
        var parts = text.Split('=');
        // A name of some repository there is what the grammar of references reads.
        if (parts is [var of, var place] && !of.Contains('/', StringComparison.Ordinal)
            && ImageReference.Read($"{of}/a").Value is { Repository: "a" or "library/a" } original
            && ImageReference.Read($"{place.TrimEnd('/')}/a").Value is { Tag: "latest", Digest: null } copy
            && copy.Registry == place.TrimEnd('/').Split('/')[0])
            return new(original.Registry, copy.Registry, copy.Repository.Length > 2 ? copy.Repository[..^2] : "");
        throw new FormatException($"'{text}' names no mirror; write REGISTRY=MIRROR, as in docker.io=harbor.example.com/hub");
    }

    /// <summary>The place: <c>harbor.example/hub</c>.</summary>
    public override string ToString() => Path.Length == 0 ? Registry : $"{Registry}/{Path}";

    /// <summary>Where it keeps a repository of the registry it stands for.</summary>
    internal string Repository(string repository) => Path.Length == 0 ? repository : $"{Path}/{repository}";
}
