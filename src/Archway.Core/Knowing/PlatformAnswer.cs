using Archway.Oci.Platforms;

namespace Archway.Knowing;

/// <summary>What the catalog says of an image on one platform.</summary>
/// <param name="Platform">The platform asked about.</param>
/// <param name="Answer">What it says.</param>
public sealed record PlatformAnswer(Platform Platform, CatalogAnswer Answer);
