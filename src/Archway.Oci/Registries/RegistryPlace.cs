using Archway.Oci.References;

namespace Archway.Oci.Registries;

/// <summary>A registry, or a part of one: <c>ghcr.io</c>, <c>harbor.example.com/hub</c>.</summary>
/// <param name="Registry">The host, with its port where one is given, as references name it.</param>
/// <param name="Path">What repositories there begin with, or are; empty for all of the registry.</param>
public sealed record RegistryPlace(string Registry, string Path)
{
    /// <summary>Reads a host, with a path behind it or not.</summary>
    public static Parsed<RegistryPlace> Read(string text)
    {
        // The grammar of references knows what a host is, and what may follow it.
        var place = text.TrimEnd('/');
        var host = place.Split('/')[0];
        if (ImageReference.Read($"{place}/a").Value is not { Tag: "latest", Digest: null } reference
            || (reference.Registry != host && !(reference.Registry == "docker.io" && host is "index.docker.io")))
            return Parsed.Problem<RegistryPlace>($"'{WrittenLogin.Hide(text)}' is no registry's host, such as ghcr.io, docker.io or registry.lan:5000");
        var isRoot = place == host;
        return Parsed.Value<RegistryPlace>(new(reference.Registry, isRoot ? "" : reference.Repository[..^2]));
    }

    /// <summary>The place as it is written.</summary>
    public override string ToString() => Path.Length == 0 ? Registry : $"{Registry}/{Path}";
}
