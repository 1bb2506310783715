using System.Text.RegularExpressions;
using Archway.Reading;

namespace Archway.Rendering;

/// <summary>An image that a render shows.</summary>
/// <param name="Found">The occurrence in the text that the program wrote; its place there is nobody's source.</param>
/// <param name="Before">What stands before it on its line there, as a flag's name; before a variable's value, the line with the variable's name.</param>
/// <param name="Template">The file it was made from, by its path in the chart's copy, as the program says; null where it does not.</param>
internal sealed partial record RenderedImage(ImageOccurrence Found, string Before, string? Template)
{
    /// <summary>Whether it stands in a container's <c>image</c>, not in an argument or an annotation.</summary>
    internal bool IsOfContainer => Found.Kind == OccurrenceKind.KubernetesContainer;

    /// <summary>Whether it stands behind <c>image:</c>.</summary>
    internal bool IsOfImageLine => ImageKey().IsMatch(Before);

    // At the line's beginning, or among others in braces.
    [GeneratedRegex("""(?:^[-\s]*|[{,]\s*)["']?image["']?:\s*["']?$""", RegexOptions.CultureInvariant)]
    private static partial Regex ImageKey();
}
