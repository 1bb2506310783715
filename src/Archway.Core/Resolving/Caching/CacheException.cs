namespace Archway.Resolving.Caching;

/// <summary>The cache cannot be cleared, exported or imported.</summary>
/// <param name="message">What was being done, to what, and what to do.</param>
public sealed class CacheException(string message) : Exception(message);
