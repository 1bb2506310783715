namespace Archway.Server;

/// <summary>The server cannot do what it was told; the message says why, and what to do.</summary>
internal sealed class ServerException(string message) : Exception(message);
