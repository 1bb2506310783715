using System.Collections.Immutable;
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
    /// <summary>How many entries are read of those that a runtime may take in another's place.</summary>
    internal const int MostOthers = 3;

    /// <summary>The facts, with what the entries hold.</summary>
    internal async Task<ImageFacts> LookAsync(ImageFacts facts, ImmutableArray<Platform> wanted, CancellationToken cancellationToken)
    {
        if (facts.Answer is not ImageAnswer.Found) return facts;
        var (platforms, disguised) = (facts.Platforms.ToBuilder(), facts.Disguised.ToBuilder());
        // A runtime may take another entry for the platform than the first: what stands there has to be as good.
        var taken = wanted.Select(target => ChosenEntry.Of(facts, target)).OfType<ChosenEntry>()
            .SelectMany(chosen => chosen.Others.Take(MostOthers).Prepend(chosen.Entry));
        foreach (var entry in taken.Where(entry => !entry.IsLost).Distinct())
        {
            var read = await LookAsync(entry, cancellationToken);
            if (facts.Platforms.IndexOf(entry) is >= 0 and var at) platforms[at] = read;
            else disguised[facts.Disguised.IndexOf(entry)] = read;
        }

        return facts with { Platforms = platforms.ToImmutable(), Disguised = disguised.ToImmutable() };
    }

    private async Task<PlatformFacts> LookAsync(PlatformFacts entry, CancellationToken cancellationToken)
    {
        if (!entry.Platform.IsLinux) return entry with { ContentProblem = $"files are read of Linux images only, and this is one of {entry.Platform.Os}" };
        var read = entry is { Layers: not null, Config: not null } ? entry : await new EntryImages(image.Repository).ReadAsync(entry, cancellationToken);
        if (read.IsLost) return read;
        if (read is not { Layers: { } layers, Config: { } config })
            return read with { ContentProblem = read.Problem ?? "its manifest is of a kind whose layers are not read" };
        try
        {
            return read with { Content = await reader.ReadAsync(image.Layers, image.Repository, layers, config, cancellationToken) };
        }
        catch (RegistryException fault)
        {
            return read with { ContentProblem = fault.Reason, IsMismatched = fault.Fault == RegistryFault.DigestMismatch };
        }
        catch (LayerException fault)
        {
            return read with { ContentProblem = fault.Message, IsMismatched = fault.Fault == LayerFault.DiffIdMismatch };
        }
    }
}
