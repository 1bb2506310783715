namespace Archway.Oci.Registries;

/// <summary>The connection that was made for a request was closed before an answer came.</summary>
internal sealed class ConnectionClosedException : Exception;
