using Archway.Oci.Registries;

namespace Archway.Oci.Layouts;

/// <summary>An image ready to be asked for.</summary>
/// <param name="Repository">Where it is kept.</param>
/// <param name="Selector">Which one of the repository; null for the only one.</param>
public sealed record OpenedImage(IRepository Repository, string? Selector);
