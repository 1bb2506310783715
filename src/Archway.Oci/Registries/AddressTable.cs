using System.Net;

namespace Archway.Oci.Registries;

/// <summary>The special networks among the addresses of one family; every other address is anyone's.</summary>
/// <param name="forbidden">Networks that no registry lies in.</param>
/// <param name="own">Networks of one's own.</param>
internal sealed class AddressTable(string[] forbidden, string[] own)
{
    private readonly IPNetwork[] _forbidden = Array.ConvertAll(forbidden, IPNetwork.Parse);
    private readonly IPNetwork[] _own = Array.ConvertAll(own, IPNetwork.Parse);

    internal AddressClass ClassOf(IPAddress address) =>
        Array.Exists(_forbidden, network => network.Contains(address)) ? AddressClass.Forbidden
        : Array.Exists(_own, network => network.Contains(address)) ? AddressClass.Private
        : AddressClass.Public;
}
