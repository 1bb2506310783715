using System.Text.RegularExpressions;

namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>A line of a step that keeps a folder for later runs, so changed that each platform has its own.</summary>
internal static partial class CacheStepText
{
    internal static string PerPlatform(string line) => Key().Replace(line, key => $"{key.Value}${{{{ matrix.slug }}}}-");

    // A key, and each line of those that may stand in for it, which begin with an expression or the same words.
    [GeneratedRegex("""^\s*(?:-\s+)?(?:key|restore-keys):\s+(?![|>])['"]?|^\s+(?=\$\{\{[^:]*$)""", RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}
