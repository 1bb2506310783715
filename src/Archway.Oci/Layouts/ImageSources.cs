using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Oci.Registries.Pushing;

namespace Archway.Oci.Layouts;

/// <summary>Opens whatever can be asked for an image: registries over one client, layout folders and archives from disk.</summary>
/// <param name="client">Asks the registries.</param>
/// <param name="time">The clock.</param>
public sealed class ImageSources(RegistryClient client, TimeProvider time)
{
    /// <summary>Opens a source; a registry is not asked yet, a layout's index is read.</summary>
    /// <exception cref="RegistryException">The folder or archive cannot be read, or is not what its scheme says.</exception>
    public async Task<OpenedImage> OpenAsync(ImageSource source, CancellationToken cancellationToken)
    {
        if (source.Reference is { } reference) return new(client.Open(reference), reference.Selector);
        var (path, place) = (source.Path!, source.Location!);
        try
        {
            return new(source.Kind switch
            {
                ImageSourceKind.Layout => await LayoutRepository.OpenAsync(Folder(path, place), time, cancellationToken).ConfigureAwait(false),
                ImageSourceKind.LayoutArchive =>
                    await LayoutRepository.OpenAsync(TarFiles.Open(place, path, cancellationToken), time, cancellationToken).ConfigureAwait(false),
                _ => await DockerArchiveRepository.OpenAsync(TarFiles.Open(place, path, cancellationToken), time, cancellationToken).ConfigureAwait(false),
            }, source.Selector);
        }
        catch (RegistryException e) when (!e.IsTold)
        {
            throw e.While($"read {source}");
        }
    }

    /// <summary>Opens a place to write an image to; nothing is written yet.</summary>
    /// <param name="place">The place.</param>
    /// <param name="mounted">Images whose blobs may be taken from where they are.</param>
    /// <exception cref="RegistryException">Something else is there, or nothing can be written to such a place.</exception>
    internal IImageTarget OpenTarget(ImageSource place, IEnumerable<ImageReference> mounted)
    {
        try
        {
            return place.Kind switch
            {
                ImageSourceKind.Registry => client.OpenTarget(place.Reference!, mounted),
                ImageSourceKind.Layout => LayoutTarget.Open(place, time),
                ImageSourceKind.LayoutArchive => ArchiveTarget.Open(place),
                _ => throw new RegistryException(RegistryFault.Malformed,
                    "such an archive holds one platform and no manifest; write an oci-archive:, which docker load reads as well"),
            };
        }
        catch (RegistryException e) when (!e.IsTold)
        {
            throw e.While($"write to {place}");
        }
    }

    private static FolderFiles Folder(string path, string place) => Directory.Exists(place)
        ? new(place, path)
        : throw new RegistryException(RegistryFault.Unreachable,
            File.Exists(place) ? "it is a file; use oci-archive: for an archive" : "there is no such folder; check the path");
}
