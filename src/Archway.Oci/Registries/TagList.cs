namespace Archway.Oci.Registries;

/// <summary>All tags of a repository.</summary>
/// <param name="Tags">The tags, in the order of who lists them.</param>
/// <param name="Mirror">The mirror that lists them in the registry's place; null when the registry itself does.</param>
public sealed record TagList(IReadOnlyList<string> Tags, RegistryMirror? Mirror);
