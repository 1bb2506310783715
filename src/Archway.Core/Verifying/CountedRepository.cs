using Archway.Oci.Content;
using Archway.Oci.Registries;
using Archway.Verifying.Layers;

namespace Archway.Verifying;

/// <summary>A repository that tells how much of its blobs is read.</summary>
internal sealed class CountedRepository(IRepository inner, ReadingProgress progress) : IRepository
{
    public string? Mirror => inner.Mirror;

    public Task<Manifest?> FindManifestAsync(string? selector, CancellationToken cancellationToken) => inner.FindManifestAsync(selector, cancellationToken);

    public Task<Digest?> FindDigestAsync(string selector, CancellationToken cancellationToken) => inner.FindDigestAsync(selector, cancellationToken);

    public Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor blob, int limit, CancellationToken cancellationToken) =>
        inner.ReadBlobAsync(blob, limit, cancellationToken);

    public async Task<Stream> OpenBlobAsync(Descriptor blob, CancellationToken cancellationToken) =>
        new CountedStream(await inner.OpenBlobAsync(blob, cancellationToken), progress);

    private sealed class CountedStream(Stream inner, ReadingProgress progress) : ForwardStream
    {
        public override int Read(Span<byte> buffer) => Noted(inner.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
            Noted(await inner.ReadAsync(buffer, cancellationToken));

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        private int Noted(int read)
        {
            progress.NoteRead(read);
            return read;
        }
    }
}
