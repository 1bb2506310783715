namespace Archway.Oci.Registries;

/// <summary>A host's address is one that may not be asked.</summary>
internal sealed class AddressRefusedException(AddressClass address, bool wasLed) : Exception(address == AddressClass.Forbidden
    ? "it has a link-local or metadata address, which is never asked"
    : wasLed ? "it has a private address, and a public host led there" : "it has a private address, and is not among the private registries that may be asked");
