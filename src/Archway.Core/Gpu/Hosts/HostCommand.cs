using System.Collections.Immutable;

namespace Archway.Gpu.Hosts;

/// <summary>What a command of the fixed list answered.</summary>
/// <param name="Words">Its name and arguments, as a person would type them.</param>
/// <param name="ExitCode">Its exit code; null where it did not end by itself.</param>
/// <param name="Output">What it wrote, within bounds, and cut down to what is looked at where it tells more.</param>
/// <param name="Error">What it wrote to its error output.</param>
public sealed record HostCommand(ImmutableArray<string> Words, int? ExitCode, string Output, string Error)
{
    /// <summary>Why it did not end by itself: it took too long, wrote too much, or could not be started.</summary>
    public string? Problem { get; init; }

    /// <summary>The command as a person would type it.</summary>
    public string Line => string.Join(' ', Words.Select(word => word.Contains(' ', StringComparison.Ordinal) || word.Contains('{', StringComparison.Ordinal) ? $"'{word}'" : word));

    /// <summary>Whether it ended well.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>The first line of what it said, its output before its errors; empty where it said nothing.</summary>
    public string FirstLine => (Output + "\n" + Error).Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "";
}
