using System.Security.Cryptography;

namespace Archway.Oci.Registries;

/// <summary>Makes the machinery of HTTP ready while there is nothing to ask yet.</summary>
/// <remarks>
/// The first request of a process costs a fifth of a short run: types are loaded, methods prepared, OpenSSL is opened. One that goes to nobody pays that
/// beside the reading of the sources, on another processor.
/// </remarks>
internal static class Readiness
{
    private static int _began;

    /// <summary>Begins, once in a process; nobody waits for the end, and no failure is one.</summary>
    internal static void Begin()
    {
        if (Interlocked.Exchange(ref _began, 1) == 0) Task.Run(AskNobodyAsync, CancellationToken.None);
    }

    private static async Task AskNobodyAsync()
    {
        try
        {
            SHA256.HashData("{}"u8);
            using SocketsHttpHandler handler = new() { UseProxy = false, ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new Nobody()) };
            using HttpMessageInvoker invoker = new(handler);
            using HttpRequestMessage request = new(HttpMethod.Get, "http://localhost/");
            request.Headers.TryAddWithoutValidation("Accept", "*/*");
            using var answer = await invoker.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            await answer.Content.ReadAsByteArrayAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or CryptographicException)
        {
            // The first real request says it better.
        }
    }

    /// <summary>A connection on which every request is answered by the same two bytes.</summary>
    private sealed class Nobody : Stream
    {
        private readonly MemoryStream _answer = new("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}"u8.ToArray(), writable: false);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => _answer.Read(buffer, offset, count);

        // Not at once, as of a real connection.
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Task.Run(() => _answer.Read(buffer.Span), cancellationToken));

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
