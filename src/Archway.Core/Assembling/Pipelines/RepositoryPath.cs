using System.Globalization;
using System.Text;
using Archway.Oci;

namespace Archway.Assembling.Pipelines;

/// <summary>The grammar of a path within the repository that a pipeline builds.</summary>
public static class RepositoryPath
{
    private const int LongestPath = 500;

    /// <summary>Reads a path; it leads to no place outside, and holds nothing that a service would take for a variable.</summary>
    public static Parsed<string> Read(string text)
    {
        var path = text.Trim().Replace('\\', '/');
        string[] parts = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".")];
        if (path.Length is 0 or > LongestPath) return Problem($"it has from 1 to {LongestPath} characters");
        if (path.StartsWith('/') || path.Contains("://", StringComparison.Ordinal) || path is [_, ':', ..] || parts.Contains(".."))
            return Problem("a pipeline knows the folders of its repository alone; write it from the repository's root, without '..'");
        if (path.EnumerateRunes().Any(IsUnseen)) return Problem("it holds a character that is not seen, or ends a line");
        // GitHub, GitLab, Azure, Jenkins, Tekton and Buildkite each put something in its place, and build-push-action in that of {{.
        if (path.Contains('$', StringComparison.Ordinal) || path.Contains("{{", StringComparison.Ordinal))
            return Problem("pipelines take '$' and '{{' for the beginning of a variable, so no path with one can be written there");
        return path.StartsWith('-') ? Problem("it begins with '-', which docker takes for an option; write ./ before it")
            : Parsed.Value(parts.Length == 0 ? "." : string.Join('/', parts) is ['-', ..] dashed ? "./" + dashed : string.Join('/', parts));

        Parsed<string> Problem(string why) => Parsed.Problem<string>($"'{text}' is no path that a pipeline can build: {why}");
    }

    private static bool IsUnseen(Rune rune) => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;
}
