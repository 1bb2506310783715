namespace Archway.Reading.Builds;

/// <summary>A word of a shell command.</summary>
/// <param name="Start">The offset of its first character in the text, a quote included.</param>
/// <param name="End">The offset behind its last one.</param>
/// <param name="Text">What it says, its quotes taken off and its variables left as written.</param>
internal readonly record struct ShellWord(int Start, int End, string Text);
