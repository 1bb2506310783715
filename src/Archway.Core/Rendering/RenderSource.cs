using Archway.Oci.Programs;
using Archway.Reading;

namespace Archway.Rendering;

/// <summary>A chart or a kustomization of the scanned tree.</summary>
/// <param name="file">Its <c>Chart.yaml</c> or <c>kustomization.yaml</c>, relative to the target.</param>
internal abstract class RenderSource(string file)
{
    /// <summary>Its <c>Chart.yaml</c> or <c>kustomization.yaml</c>, relative to the target.</summary>
    internal string File { get; } = file;

    /// <summary>The kind of the places that only its render shows.</summary>
    internal abstract OccurrenceKind Kind { get; }

    /// <summary>The programs that can render it, the preferred one first.</summary>
    internal abstract IReadOnlyList<string> Programs { get; }

    /// <summary>Copies it into the work folder and renders it there.</summary>
    /// <exception cref="NotRenderedException">It is refused, or the program does not render it.</exception>
    internal abstract Task<byte[]> RenderAsync(ExternalProgram program, WorkFolder work, RenderingOptions options, CancellationToken cancellationToken);

    /// <summary>Where in the sources the images of its render were made.</summary>
    /// <param name="origins">The files that were rendered: each path in the copy with that of its original.</param>
    /// <param name="images">All that the render shows.</param>
    internal abstract IImagePlaces Places(IReadOnlyDictionary<string, string> origins, IReadOnlyList<RenderedImage> images);

    /// <summary>The folder of a path; empty for the target itself.</summary>
    private protected static string FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";

    private protected static string Under(string folder, string path) => folder.Length == 0 ? path : $"{folder}/{path}";
}
