namespace Archway.Reading.Git;

/// <summary>Git could not be run to its end.</summary>
/// <param name="message">Why, in a sentence.</param>
internal sealed class GitException(string message) : Exception(message);
