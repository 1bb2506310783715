namespace Archway.Oci.Registries;

/// <summary>What kind of network an address belongs to.</summary>
internal enum AddressClass
{
    /// <summary>Anyone's: the internet.</summary>
    Public,

    /// <summary>The own network's, or this machine's.</summary>
    Private,

    /// <summary>Never a registry's: link-local, where clouds serve their machines' credentials, and what is no host's address.</summary>
    Forbidden,
}
