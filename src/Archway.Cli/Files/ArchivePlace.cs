using Archway.Oci.References;

namespace Archway.Cli.Files;

/// <summary>Where an archive is to appear: a new file takes the place of what stands there, so that must be a file.</summary>
internal static class ArchivePlace
{
    /// <exception cref="CommandException">A link, a pipe or a device stands there.</exception>
    internal static void Check(ImageSource place)
    {
        if (place.Kind is not (ImageSourceKind.LayoutArchive or ImageSourceKind.DockerArchive)) return;
        FileInfo file = new(place.Location!);
        if (file.LinkTarget is { } target) throw new CommandException($"'{place.Path}' is a link to {target}, which an archive would take the place of; name the file itself");
        if (file.Exists && !PlainFile.Is(place.Location!)) throw new CommandException($"'{place.Path}' is no plain file, and an archive would take its place; name another");
    }
}
