using System.Collections.Immutable;
using Archway.Reading;

namespace Archway.Rendering;

/// <summary>What rendering the charts and kustomizations of a target brought.</summary>
/// <param name="Places">The places of the sources with those that only a render shows.</param>
/// <param name="Rendered">How many were rendered.</param>
/// <param name="NotRendered">Those that were not, or not wholly.</param>
internal sealed record RenderedTree(IReadOnlyList<ImageOccurrence> Places, int Rendered, ImmutableArray<NotRendered> NotRendered);
