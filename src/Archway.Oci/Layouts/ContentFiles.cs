using Archway.Oci.Registries;

namespace Archway.Oci.Layouts;

/// <summary>The files of a layout or an archive, by their paths within it.</summary>
internal abstract class ContentFiles(string shown)
{
    /// <summary>The folder or archive as it was named.</summary>
    internal string Shown => shown;

    /// <summary>The file's content and its length, or null when there is none of that name.</summary>
    /// <exception cref="RegistryException">It is no regular file, or cannot be read.</exception>
    internal abstract (Stream Content, long Length)? Find(string name);

    /// <summary>A small file as a whole, or null when there is none of that name.</summary>
    /// <exception cref="RegistryException">It is larger than <paramref name="limit"/>, or cannot be read.</exception>
    internal async Task<byte[]?> ReadAsync(string name, int limit, CancellationToken cancellationToken)
    {
        if (Find(name) is not { } file) return null;
        await using (file.Content.ConfigureAwait(false))
        {
            if (file.Length > limit) throw new RegistryException(RegistryFault.TooLarge,
                $"{name} has {file.Length} bytes; {limit} at most are read of its kind");
            var content = new byte[file.Length];
            try
            {
                await file.Content.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                throw new RegistryException(RegistryFault.Malformed, $"{name} ended before its {file.Length} bytes", e);
            }

            return content;
        }
    }
}
