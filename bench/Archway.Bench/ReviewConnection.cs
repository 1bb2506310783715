using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Archway.Bench;

/// <summary>One connection on which reviews are posted one after the other, by as little code as can be: what the client takes hides what the server does.</summary>
internal sealed class ReviewConnection : IDisposable
{
    private readonly TcpClient _socket;
    private readonly SslStream _stream;
    private readonly byte[] _answer = new byte[64 * 1024];
    private (string Review, byte[] Bytes) _request = ("", []);

    private ReviewConnection(TcpClient socket, SslStream stream) => (_socket, _stream) = (socket, stream);

    internal static async Task<ReviewConnection> OpenAsync(int port)
    {
        TcpClient socket = new() { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        // The authority is the bench's own.
        SslStream stream = new(socket.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);
        await stream.AuthenticateAsClientAsync("localhost");
        return new(socket, stream);
    }

    /// <summary>Posts a review and reads the answer to its end.</summary>
    /// <exception cref="InvalidOperationException">It is not 200.</exception>
    internal async Task AskAsync(string review)
    {
        if (!ReferenceEquals(_request.Review, review)) _request = (review, Request(review));
        await _stream.WriteAsync(_request.Bytes);
        var (length, whole) = (0, int.MaxValue);
        while (length < whole)
        {
            var read = await _stream.ReadAsync(_answer.AsMemory(length));
            if (read == 0) throw new InvalidOperationException("the server closed the connection");
            length += read;
            if (whole == int.MaxValue) whole = EndOf(_answer.AsSpan(0, length));
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    private static byte[] Request(string review)
    {
        var body = Encoding.UTF8.GetBytes(review);
        return [.. Encoding.ASCII.GetBytes($"POST /admit?timeout=10s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
    }

    // Where the answer ends, once its headers are there.
    private static int EndOf(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return int.MaxValue;
        if (!answer.StartsWith("HTTP/1.1 200"u8)) throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
        var headers = Encoding.ASCII.GetString(answer[..end]);
        const string Name = "Content-Length: ";
        if (headers.IndexOf(Name, StringComparison.Ordinal) is >= 0 and var at)
            return end + 4 + int.Parse(headers.AsSpan(at + Name.Length).ToString().Split('\r')[0], CultureInfo.InvariantCulture);
        return answer.EndsWith("0\r\n\r\n"u8) && answer[(end + 4)..].Length > 4 ? answer.Length : int.MaxValue;
    }
}
