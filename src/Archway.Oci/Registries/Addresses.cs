using System.Net;
using System.Net.Sockets;

namespace Archway.Oci.Registries;

/// <summary>Tells addresses apart.</summary>
/// <remarks><see href="https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml"/> and its IPv6 sister.</remarks>
internal static class Addresses
{
    // Metadata services that do not live on link-local addresses: AWS over IPv6, Alibaba, Azure's host, Oracle.
    private static readonly IPAddress[] Metadata =
        [IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("100.100.100.200"), IPAddress.Parse("168.63.129.16"), IPAddress.Parse("192.0.0.192")];

    private static readonly IPNetwork[] PrivateNetworks =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("::/128"), IPNetwork.Parse("fec0::/10"),
    ];

    private static readonly IPNetwork[] ForbiddenNetworks =
    [
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("ff00::/8"),
        IPNetwork.Parse("255.255.255.255/32"),
    ];

    // Prefixes whose last or middle bytes are an IPv4 address that a gateway would reach: NAT64, 6to4.
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    internal static AddressClass Of(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6) address = Unwrapped(address);
        if (Metadata.Contains(address) || ForbiddenNetworks.Any(network => network.Contains(address))) return AddressClass.Forbidden;
        return PrivateNetworks.Any(network => network.Contains(address)) ? AddressClass.Private : AddressClass.Public;
    }

    /// <summary>Whether <paramref name="host"/>, as a URL or a reference spells it, means this machine.</summary>
    internal static bool IsLoopback(string host)
    {
        var name = host.Trim('[', ']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }

    private static IPAddress Unwrapped(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (Nat64.Contains(address)) return new IPAddress(bytes.AsSpan(12, 4));
        if (SixToFour.Contains(address)) return new IPAddress(bytes.AsSpan(2, 4));
        // The scope, as of fe80::1%eth0, would hide it from the networks above.
        return new IPAddress(bytes);
    }
}
