using Archway.Judging.Sources.Data;
using Archway.Judging.Sources.Pipelines;
using Archway.Reading.Builds;

namespace Archway.Judging.Sources.Builds;

/// <summary>The platforms that Jib is told to build for, in a file of Maven or Gradle, where that is amd64 alone.</summary>
/// <remarks><see href="https://github.com/GoogleContainerTools/jib/blob/master/docs/faq.md#how-do-i-specify-a-platform-in-the-manifest-list-or-oci-index-of-a-base-image"/></remarks>
internal static class JibPlatforms
{
    private const string Xml = "<architecture>";
    private const string Groovy = "architecture";
    private const int LongestList = 300;

    internal static IEnumerable<AmdOnly> In(JibDocument file, RuleContext context)
    {
        var (source, text) = (file.Source, file.Source.Text);
        var plugin = text.IndexOf("jib", StringComparison.Ordinal);
        if (plugin < 0 || ArmWords.IsIn(text) || AmdOnly.MissingIn(context) is not [var first, ..] missing) yield break;
        var names = string.Join(" and ", missing.AsEnumerable());
        var isXml = source.Name.EndsWith(".xml", StringComparison.Ordinal);
        var mark = isXml ? Xml : Groovy;
        for (var at = text.IndexOf(mark, plugin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(mark, at + mark.Length, StringComparison.Ordinal))
        {
            var line = text.AsSpan(at + mark.Length, DataText.LineEnd(source, at) - at - mark.Length);
            var name = isXml ? Before(line, '<') : Before(line.TrimStart(" =(:").TrimStart("\"'"), '"', '\'');
            // Other plugins have architectures as well; those of Jib lie among its platforms.
            if (!Architectures.IsAmd64(name.ToString()) || !IsAmongPlatforms(text, at)) continue;
            var start = text.IndexOf(name.ToString(), at + mark.Length, StringComparison.Ordinal);
            yield return new(start, name.Length, names, first);
        }
    }

    private static ReadOnlySpan<char> Before(ReadOnlySpan<char> text, params ReadOnlySpan<char> ends) =>
        text.IndexOfAny(ends) is >= 0 and var end ? text[..end].Trim() : text.Trim();

    private static bool IsAmongPlatforms(string text, int at) =>
        text.AsSpan(Math.Max(0, at - LongestList), Math.Min(at, LongestList)).Contains("platforms", StringComparison.Ordinal);
}
