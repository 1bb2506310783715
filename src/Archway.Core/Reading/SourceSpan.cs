namespace Archway.Reading;

/// <summary>A stretch of one line in a file, counted from 1 as editors do.</summary>
/// <param name="File">The path relative to the scanned target, with '/' between its parts.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character within the line, from 1.</param>
/// <param name="Length">How many characters of the original text.</param>
public readonly record struct SourceSpan(string File, int Line, int Column, int Length);
