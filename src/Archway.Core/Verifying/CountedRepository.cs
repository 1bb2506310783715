using Archway.Oci.Content;
using Archway.Oci.Registries;

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

    private sealed class CountedStream(Stream inner, ReadingProgress progress) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            progress.NoteRead(read);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
