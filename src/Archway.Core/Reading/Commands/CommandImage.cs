using Archway.Reading.Builds;

namespace Archway.Reading.Commands;

/// <summary>An image that a command names.</summary>
/// <param name="Word">The word it stands in.</param>
/// <param name="Text">The image as the word says it, its variables not filled in.</param>
/// <param name="Problem">Why it cannot be told which image it is; null when it can.</param>
internal readonly record struct CommandImage(ShellWord Word, string Text, string? Problem = null);
