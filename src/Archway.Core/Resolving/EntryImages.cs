using Archway.Oci.Content;
using Archway.Oci.Registries;

namespace Archway.Resolving;

/// <summary>The images that stand behind the entries of an index: their manifests and configs.</summary>
/// <param name="repository">Where they are kept.</param>
internal sealed class EntryImages(IRepository repository)
{
    /// <summary>The entry with what its manifest and config say, or with why they were not read.</summary>
    internal async Task<PlatformFacts> ReadAsync(PlatformFacts listed, CancellationToken cancellationToken)
    {
        try
        {
            switch (await repository.FindManifestAsync(listed.Manifest.Digest.ToString(), cancellationToken))
            {
                case ImageManifest manifest:
                    // What the manifest says stands whatever becomes of the config.
                    listed = listed with { Layers = manifest.Layers };
                    return listed with { Config = await ConfigAsync(manifest, cancellationToken) };
                case null:
                    return listed with { IsLost = true, Problem = "its manifest is not there" };
                default:
                    return listed;
            }
        }
        catch (RegistryException fault)
        {
            return listed with { Problem = fault.Reason };
        }
    }

    /// <summary>The config that a manifest names.</summary>
    /// <exception cref="RegistryException">The store gave no usable answer.</exception>
    internal async Task<ImageConfig> ConfigAsync(ImageManifest manifest, CancellationToken cancellationToken)
    {
        var raw = await repository.ReadBlobAsync(manifest.Config, ImageConfig.LargestSize, cancellationToken);
        try
        {
            return ImageConfig.Read(raw);
        }
        catch (FormatException problem)
        {
            throw new RegistryException(RegistryFault.Malformed, $"cannot read the image's config {manifest.Config.Digest}: {problem.Message}", problem);
        }
    }
}
