using System.Collections.Concurrent;
using Archway.Oci.References;
using Archway.Resolving;

namespace Archway.Upgrading;

/// <summary>The tags of repositories, each listed once in a run.</summary>
/// <param name="stores">Where images are kept.</param>
internal sealed class TagLists(ImageStores stores)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<string>>>> _tags = new(StringComparer.Ordinal);

    /// <summary>The tags of an image's repository; none where there is no such repository.</summary>
    internal Task<IReadOnlyList<string>> FindAsync(ImageReference image, CancellationToken cancellationToken) =>
        _tags.GetOrAdd(image.Name, _ => new(() => stores.FindTagsAsync(image, cancellationToken))).Value;
}
