using System.Collections.Concurrent;
using System.Collections.Immutable;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Resolving;

namespace Archway.Upgrading;

/// <summary>What tags stand for, each asked once in a run however many searches come by it.</summary>
/// <param name="stores">Where images are kept.</param>
/// <param name="wanted">The platforms asked about.</param>
internal sealed class TagAnswers(ImageStores stores, ImmutableArray<Platform> wanted)
{
    private readonly ConcurrentDictionary<string, Question> _asked = new(StringComparer.Ordinal);

    /// <summary>What a tag stands for.</summary>
    /// <param name="image">The image with the tag.</param>
    /// <param name="ration">What it may cost where nobody has asked yet.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="RegistryException">Its registry gave no usable answer, or may not be asked any more.</exception>
    internal async Task<ImageFacts> AskAsync(ImageReference image, ManifestRation ration, CancellationToken cancellationToken)
    {
        var name = image.ToString();
        Question own = new(new(() => LookAsync(image, name, ration, cancellationToken)), ration);
        var asked = _asked.GetOrAdd(name, own);
        if (asked != own && await asked.WasCutShortAsync()) asked = _asked.TryUpdate(name, own, asked) ? own : _asked[name];
        return await asked.Answer.Value;
    }

    private async Task<ImageFacts> LookAsync(ImageReference image, string name, ManifestRation ration, CancellationToken cancellationToken)
    {
        var opened = await stores.OpenAsync(ImageSource.Of(image), ration, cancellationToken);
        return await new Inspection(opened.Repository, wanted, inDepth: false, isOnDisk: false).LookAsync(name, image.Selector, cancellationToken);
    }

    /// <summary>A question that was asked, and what it was paid from.</summary>
    private sealed record Question(Lazy<Task<ImageFacts>> Answer, ManifestRation PaidFrom)
    {
        /// <summary>Whether there was too little left for its answer.</summary>
        internal async Task<bool> WasCutShortAsync()
        {
            try
            {
                return (await Answer.Value).Doubt is not null && PaidFrom.Left == 0;
            }
            catch (RegistryException)
            {
                return PaidFrom.Left == 0;
            }
        }
    }
}
