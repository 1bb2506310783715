using Archway.Oci.References;
using Archway.Reading;

namespace Archway.Rendering;

/// <summary>Joins what renders show to what the sources say.</summary>
/// <remarks>
/// Three rules. A place of the sources that names its image stays as it is, whether a render shows the image or not: what is left out by
/// default may be switched on. A place whose image could not be told gets the one that every render of its file agrees on, told by the
/// repository written there or by workload and container. An image that a render shows is a place more only when no file of that render
/// names it already.
/// </remarks>
internal static class RenderedPlaces
{
    /// <summary>The places of the sources with what the renders add, in the order of files and lines.</summary>
    internal static List<ImageOccurrence> Join(IReadOnlyList<ImageOccurrence> places, IReadOnlyList<Render> renders)
    {
        var told = places.Select(place => place.Image is null ? Told(place, renders) : place).ToList();
        List<ImageOccurrence> all = [.. told];
        // A chart renders by itself and within another, and shows the same there.
        HashSet<(SourceSpan, string)> added = [];
        foreach (var render in renders) all.AddRange(Added(render, told).Where(place => added.Add((place.At, place.Image?.ToString() ?? place.Written))));
        return [.. all.OrderBy(place => place.At.File, StringComparer.Ordinal).ThenBy(place => place.At.Line).ThenBy(place => place.At.Column)];
    }

    private static ImageOccurrence Told(ImageOccurrence place, IReadOnlyList<Render> renders)
    {
        var named = ImageReference.Read(place.Written).Value;
        bool Fits(ImageOccurrence found) => found.Image is { } image
            && (named is null ? IsSamePlace(found, place) : named.Name == image.Name || EndsWithPath(image, place.Written));
        var told = renders.Where(render => render.HasFile(place.At.File))
            .SelectMany(render => render.Images.Where(image => Fits(image.Found)).Select(image => (render.Kind, image.Found.Image)))
            .DistinctBy(one => one.Image).Take(2).ToArray();
        return told is [var (kind, image)] ? place with { Image = image, Reason = null, Kind = kind } : place;
    }

    private static bool IsSamePlace(ImageOccurrence rendered, ImageOccurrence place) =>
        place.Workload is not null && place.Container is not null && place.Kind == OccurrenceKind.KubernetesContainer
        && rendered.Kind == place.Kind && rendered.Workload == place.Workload && rendered.Container == place.Container;

    // A registry for all images may be put before a path; before a bare word it would be a guess.
    private static bool EndsWithPath(ImageReference image, string written) =>
        written.Contains('/', StringComparison.Ordinal) && image.Name.EndsWith("/" + written, StringComparison.Ordinal);

    private static List<ImageOccurrence> Added(Render render, IReadOnlyList<ImageOccurrence> told)
    {
        var around = told.Where(place => render.HasFile(place.At.File)).ToArray();
        var named = around.Select(place => place.Image?.ToString()).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var unresolved = around.Where(place => place.Image is null).Select(place => place.Written).ToHashSet(StringComparer.Ordinal);
        var places = render.Places();
        List<ImageOccurrence> all = [];
        foreach (var shown in render.Images)
        {
            // A container whose image is none even when rendered is told, for nobody else may have noticed it.
            if (shown.Found.Image is { } image ? named.Contains(image.ToString()) : !shown.IsOfContainer || unresolved.Contains(shown.Found.Written)) continue;
            var (at, written) = places.Find(shown);
            all.Add(shown.Found with { At = at, Written = written ?? shown.Found.Written, Kind = render.Kind });
        }

        return all;
    }
}
