using Archway.Oci.Registries;

namespace Archway.Oci.Layouts;

/// <summary>The files of a folder; links are refused, since they could lead out of it.</summary>
internal sealed class FolderFiles(string folder, string shown) : ContentFiles(shown)
{
    internal override (Stream Content, long Length)? Find(string name)
    {
        try
        {
            var path = folder;
            foreach (var part in name.Split('/'))
            {
                path = Path.Combine(path, part);
                if (new FileInfo(path).LinkTarget is not null) throw new RegistryException(RegistryFault.Malformed,
                    $"{name} is a link, which layouts may not hold");
            }

            FileInfo file = new(path);
            if (!file.Exists) return null;
            // A pipe or a device has no length either, and opening one could wait for ever.
            return file.Length == 0 ? (Stream.Null, 0) : (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete), file.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RegistryException(RegistryFault.Unreachable, $"{name} cannot be opened; check that it may be read", e);
        }
    }
}
