namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Compares texts character by character, as rules always do.</summary>
internal static class OrdinalText
{
    internal static bool Has(this string text, string part) => text.Contains(part, StringComparison.Ordinal);

    internal static bool Has(this ReadOnlySpan<char> text, string part) => text.Contains(part, StringComparison.Ordinal);

    internal static bool Begins(this string text, string part) => text.StartsWith(part, StringComparison.Ordinal);

    internal static bool Ends(this string text, string part) => text.EndsWith(part, StringComparison.Ordinal);

    internal static bool Begins(this ReadOnlySpan<char> text, string part) => text.StartsWith(part, StringComparison.Ordinal);

    internal static bool Ends(this ReadOnlySpan<char> text, string part) => text.EndsWith(part, StringComparison.Ordinal);
}
