using System.Collections.Immutable;
using Archway.Reading;

namespace Archway.Rendering;

/// <summary>What rendering the charts and kustomizations of a target brought.</summary>
/// <param name="Places">The places of the sources with those that only a render shows.</param>
/// <param name="Rendered">How many were rendered.</param>
/// <param name="NotRendered">Those that were not, or not wholly.</param>
internal sealed record RenderedTree(IReadOnlyList<ImageOccurrence> Places, int Rendered, ImmutableArray<NotRendered> NotRendered)
{
    /// <summary>What was rendered.</summary>
    internal ImmutableArray<Render> Renders { get; init; } = [];

    /// <summary>The files of the renders that a place may have come from; none where it is one of the sources.</summary>
    internal IEnumerable<string> FilesBehind(ImageOccurrence place) => place.Kind is OccurrenceKind.RenderedHelm or OccurrenceKind.RenderedKustomize
        ? Renders.Where(render => render.HasFile(place.At.File)).SelectMany(render => render.Files)
        : [];
}
