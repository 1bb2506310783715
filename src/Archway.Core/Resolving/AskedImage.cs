using Archway.Oci.Registries;
using Archway.Verifying;

namespace Archway.Resolving;

/// <summary>An image ready to be asked for.</summary>
/// <param name="Repository">Where it is kept.</param>
/// <param name="Selector">Which one of the repository; null for the only one.</param>
/// <param name="Layers">Where what was seen in its layers is kept.</param>
/// <param name="Ration">What may be asked for it, and was.</param>
/// <param name="AsOf">When the registry was asked, where the answer is one from before; null where the store itself answers now.</param>
internal sealed record AskedImage(IRepository Repository, string? Selector, ILayerStore Layers, ManifestRation Ration, DateTimeOffset? AsOf = null);
