using System.Text.RegularExpressions;

namespace Archway.Reading.Data;

/// <summary>A gap in a text that something outside the document fills: <c>${TAG}</c>, <c>$(IMAGE)</c>, <c>{{ .Values.image }}</c>.</summary>
internal static partial class Placeholder
{
    private const int LongestText = 4096;

    /// <summary>The first placeholder of a text, or null when it has none.</summary>
    internal static string? Find(string text) => text.Length <= LongestText && Gap().Match(text) is { Success: true } gap ? gap.Value : null;

    /// <summary>Why a text with that placeholder names no image yet.</summary>
    internal static string Reason(string placeholder) => $"{placeholder} is filled in from outside this file";

    // Each alternative is bounded by its own brackets, and the text by its length, so that matching stays cheap.
    [GeneratedRegex(
        @"\$\{\{?[^{}]*\}?\}|\$\([^()]*\)|\{\{.*?\}\}|\$[A-Za-z_][A-Za-z0-9_]*|<[^<>]+>|%[A-Za-z_.]+%|@[A-Za-z_.]+@|\{[A-Za-z_.]+\}|\[\[.*?\]\]|##[A-Za-z_.]+##",
        RegexOptions.CultureInvariant)]
    private static partial Regex Gap();
}
