using System.Collections.Frozen;
using Archway.Reading;

namespace Archway.Rendering;

/// <summary>A source that was rendered, and what that showed.</summary>
internal sealed class Render(RenderSource source, IReadOnlyDictionary<string, string> origins, IReadOnlyList<RenderedImage> images)
{
    private readonly FrozenSet<string> _files = origins.Values.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The files that were rendered.</summary>
    internal IReadOnlySet<string> Files => _files;

    internal OccurrenceKind Kind => source.Kind;

    internal IReadOnlyList<RenderedImage> Images => images;

    /// <summary>Whether the file of that path was a part of what was rendered.</summary>
    internal bool HasFile(string path) => _files.Contains(path);

    /// <summary>Where the sources make the images.</summary>
    internal IImagePlaces Places() => source.Places(origins, images);
}
