using System.Net;
using System.Net.Sockets;

namespace Archway.Oci.Registries;

/// <summary>A connection to wherever somebody's configuration says, but not to where machines tell their secrets.</summary>
internal static class GuardedSocket
{
    /// <summary>Connects to one of a name's addresses that may be asked.</summary>
    /// <exception cref="AddressRefusedException">None of them may.</exception>
    internal static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var point = context.DnsEndPoint;
        var found = IPAddress.TryParse(point.Host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(point.Host, cancellationToken).ConfigureAwait(false);
        var allowed = found.Where(address => Addresses.Of(address) != AddressClass.Forbidden).ToArray();
        if (allowed.Length == 0) throw new AddressRefusedException(found.Length == 0 ? AddressClass.Forbidden : Addresses.Of(found[0]), wasLed: false);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, point.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
