using Archway.Oci.References;

namespace Archway.Oci.Registries;

/// <summary>A registry that is asked in another's place: a pull-through cache, or a copy inside a closed network.</summary>
/// <param name="Of">The registry it stands for, as references name it.</param>
/// <param name="Place">Where it is; its path, such as the name of Harbor's proxy project or ECR's prefix, goes before the repository.</param>
public sealed record RegistryMirror(string Of, RegistryPlace Place)
{
    /// <summary>Reads <c>docker.io=harbor.example.com/hub</c>.</summary>
    public static Parsed<RegistryMirror> Read(string text)
    {
        // A password may hold the equals sign, and half of one is not seen to be one.
        if (WrittenLogin.IsIn(text) || text.Split('=') is not [var of, var place]) return Parsed.Problem<RegistryMirror>(
            $"'{WrittenLogin.Hide(text)}' names no mirror; write REGISTRY=MIRROR without a login, as in docker.io=harbor.example.com/hub");
        var (original, copy) = (RegistryPlace.Read(of), RegistryPlace.Read(place));
        if ((original.Problem ?? copy.Problem) is { } problem) return Parsed.Problem<RegistryMirror>(problem);
        return original.Value is { Path: "" } whole
            ? Parsed.Value<RegistryMirror>(new(whole.Registry, copy.Value!))
            : Parsed.Problem<RegistryMirror>($"'{WrittenLogin.Hide(of)}' is a part of a registry; a mirror stands for a whole one");
    }

    /// <summary>The place: <c>harbor.example.com/hub</c>.</summary>
    public override string ToString() => Place.ToString();

    /// <summary>Where it keeps a repository of the registry it stands for.</summary>
    internal string Repository(string repository) => Place.Path.Length == 0 ? repository : $"{Place.Path}/{repository}";
}
