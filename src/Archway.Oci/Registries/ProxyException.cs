using System.Net.Sockets;

namespace Archway.Oci.Registries;

/// <summary>A proxy could not be reached, so that what lies behind it was never asked.</summary>
internal sealed class ProxyException(string proxy, SocketException cause) : Exception($"the proxy {proxy} could not be reached", cause)
{
    /// <summary>The proxy's host and port.</summary>
    internal string Proxy { get; } = proxy;
}
