using Archway.Oci.Content;

namespace Archway.Oci.Registries.Pushing;

/// <summary>A blob that is to be kept somewhere, and how to read it.</summary>
/// <param name="Blob">Which one; its size is known.</param>
/// <param name="Open">Opens it from an offset on; called again from where the keeper lost it.</param>
/// <param name="Moved">Told how many further bytes were kept; less than none where some are lost again.</param>
internal sealed record BlobSource(Descriptor Blob, Func<long, CancellationToken, Task<Stream>> Open, Action<long>? Moved = null);
