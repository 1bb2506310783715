using Archway.Oci.Content;

namespace Archway.Verifying.Layers;

/// <summary>A layer that was read, and what was seen in it.</summary>
/// <param name="Seen">What was seen.</param>
/// <param name="DiffId">The digest of what it unpacks to; null when it was not read to its end, and so was not checked either.</param>
/// <param name="Packed">How many bytes were read of it.</param>
/// <param name="Unpacked">How many bytes these unpacked to.</param>
internal sealed record LayerRead<T>(T Seen, Digest? DiffId, long Packed, long Unpacked);
