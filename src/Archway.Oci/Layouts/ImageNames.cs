using Archway.Oci.Content;
using Archway.Oci.References;
using Archway.Oci.Registries;

namespace Archway.Oci.Layouts;

/// <summary>The names that layouts and archives give their images.</summary>
internal static class ImageNames
{
    private const int MostShown = 10;

    // No longer name can be asked for.
    private const int LongestShown = 512;

    /// <summary>The names of a layout's entry: containerd's, which is whole, before the specification's, which is often a tag only.</summary>
    internal static IEnumerable<string> Of(Descriptor entry)
    {
        if (entry.Annotations.TryGetValue("io.containerd.image.name", out var whole)) yield return whole;
        if (entry.Annotations.TryGetValue("org.opencontainers.image.ref.name", out var name)) yield return name;
    }

    /// <summary>Whether a name is the one asked for: the same text, the same reference, or its tag alone.</summary>
    internal static bool Matches(string name, string selector)
    {
        if (name == selector) return true;
        if (!ImageReference.Read(name).TryGetValue(out var reference)) return false;
        if (reference.Tag == selector && name.EndsWith(':' + selector, StringComparison.Ordinal)) return true;
        return (selector.Contains(':', StringComparison.Ordinal) || selector.Contains('/', StringComparison.Ordinal))
            && ImageReference.Read(selector).Value == reference;
    }

    internal static RegistryException Ambiguous(IReadOnlyCollection<string> names)
    {
        var shown = string.Join(", ", names.Take(MostShown).Select(Shown));
        return new(RegistryFault.Malformed, $"it holds {names.Count} images; name one of them: {shown}{(names.Count > MostShown ? ", …" : "")}");
    }

    private static string Shown(string name) =>
        name.Length == 0 ? "one without a name" : name.Length > LongestShown ? name[..LongestShown] + "…" : name;
}
