using System.Net;
using System.Net.Sockets;

namespace Archway.Oci.Registries;

/// <summary>Tells addresses apart.</summary>
/// <remarks><see href="https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml"/> and its IPv6 sister.</remarks>
internal static class Addresses
{
    internal static AddressClass Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6) address = V6.Unwrapped(address);
        return (address.AddressFamily == AddressFamily.InterNetworkV6 ? V6.Networks : V4.Networks).ClassOf(address);
    }

    /// <summary>Whether <paramref name="host"/>, as a URL or a reference spells it, means this machine.</summary>
    internal static bool IsLoopback(string host)
    {
        var name = host.Trim('[', ']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }

    // Each family by itself, made when the first address of it is met: what reads networks of IPv6 cannot be compiled beforehand.
    // Metadata services that do not live on link-local addresses are named one by one: AWS over IPv6, Alibaba, Azure's host, Oracle.
    private static class V4
    {
        internal static readonly AddressTable Networks = new(
            forbidden: ["100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32", "169.254.0.0/16", "224.0.0.0/4", "255.255.255.255/32"],
            own:
            [
                "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15",
            ]);
    }

    private static class V6
    {
        internal static readonly AddressTable Networks = new(
            forbidden: ["fd00:ec2::254/128", "fe80::/10", "ff00::/8"],
            own: ["::1/128", "fc00::/7", "::/128", "fec0::/10"]);

        // Prefixes whose last or middle bytes are an IPv4 address that a gateway would reach: NAT64, 6to4.
        private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
        private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

        internal static IPAddress Unwrapped(IPAddress address)
        {
            var bytes = address.GetAddressBytes();
            if (Nat64.Contains(address)) return new IPAddress(bytes.AsSpan(12, 4));
            if (SixToFour.Contains(address)) return new IPAddress(bytes.AsSpan(2, 4));
            // The scope, as of fe80::1%eth0, would hide it from the networks above.
            return new IPAddress(bytes);
        }
    }
}
