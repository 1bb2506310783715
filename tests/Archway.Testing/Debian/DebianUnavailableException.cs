namespace Archway.Testing.Debian;

/// <summary>Debian's packages cannot be had here: neither kept from before, nor by apt-get.</summary>
public sealed class DebianUnavailableException(string message) : Exception(message);
