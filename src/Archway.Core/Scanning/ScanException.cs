namespace Archway.Scanning;

/// <summary>A target could not be scanned at all.</summary>
/// <param name="message">Which target, why, and what to do.</param>
public sealed class ScanException(string message) : Exception(message);
