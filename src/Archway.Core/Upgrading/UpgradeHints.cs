using Archway.Knowing;
using Archway.Oci.References;

namespace Archway.Upgrading;

/// <summary>What is known of where an image that runs may be found.</summary>
/// <param name="MovedTo">The repository that took this one's place; null when none did.</param>
/// <param name="Since">The first version that runs; null when that is not known.</param>
/// <param name="IsGone">Whether the repository itself is not there.</param>
internal sealed record UpgradeHints(ImageReference? MovedTo, ReleaseVersion? Since, bool IsGone);
