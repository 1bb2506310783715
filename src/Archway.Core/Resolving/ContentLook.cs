using System.Collections.Immutable;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Oci.Registries;
using Archway.Verifying;
using Archway.Verifying.Layers;

namespace Archway.Resolving;

/// <summary>A look into an image: into each entry that one of the platforms would take.</summary>
/// <param name="reader">What reads.</param>
/// <param name="image">The image, ready to be asked for.</param>
internal sealed class ContentLook(ContentReader reader, AskedImage image)
{
    /// <summary>The facts, with what the entries hold.</summary>
    internal async Task<ImageFacts> LookAsync(ImageFacts facts, ImmutableArray<Platform> wanted, CancellationToken cancellationToken)
    {
        if (facts.Answer is not ImageAnswer.Found) return facts;
        var platforms = facts.Platforms.ToBuilder();
        foreach (var entry in wanted.Select(facts.EntryFor).OfType<PlatformFacts>().Where(entry => !entry.IsLost).Distinct())
            platforms[facts.Platforms.IndexOf(entry)] = await LookAsync(entry, cancellationToken);
        return facts with { Platforms = platforms.ToImmutable() };
    }

    private async Task<PlatformFacts> LookAsync(PlatformFacts entry, CancellationToken cancellationToken)
    {
        if (entry.Platform.Os != "linux") return entry with { ContentProblem = $"files are read of Linux images only, and this is one of {entry.Platform.Os}" };
        try
        {
            return await image.Repository.FindManifestAsync(entry.Manifest.Digest.ToString(), cancellationToken) switch
            {
                ImageManifest manifest => await LookAsync(entry, manifest, cancellationToken),
                null => entry with { IsLost = true, Problem = "its manifest is not there" },
                _ => entry with { ContentProblem = "its manifest is of a kind whose layers are not read" },
            };
        }
        catch (RegistryException fault)
        {
            return entry with { ContentProblem = fault.Reason };
        }
        catch (Exception fault) when (fault is LayerException or FormatException)
        {
            return entry with { ContentProblem = fault.Message };
        }
    }

    private async Task<PlatformFacts> LookAsync(PlatformFacts entry, ImageManifest manifest, CancellationToken cancellationToken)
    {
        var config = entry.Config ?? ImageConfig.Read(await image.Repository.ReadBlobAsync(manifest.Config, ImageConfig.LargestSize, cancellationToken));
        return entry with { Layers = manifest.Layers, Config = config, Content = await reader.ReadAsync(image.Layers, image.Repository, manifest, config, cancellationToken) };
    }
}
