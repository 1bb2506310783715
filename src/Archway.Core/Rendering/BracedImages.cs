using System.Text.RegularExpressions;

namespace Archway.Rendering;

/// <summary>The images of a template's line that stand in braces: <c>- {name: web, image: "{{ .Values.image }}"}</c>.</summary>
internal static partial class BracedImages
{
    // No template's line has more.
    private const int MostImages = 50;

    /// <summary>The places of the images in the line, without their quotes, each with the name that stands in the same braces.</summary>
    internal static IEnumerable<(int At, string Value, string? Container)> In(string line)
    {
        // An expression's own braces, quotes and commas are none of the line.
        var bare = Expression().Replace(line, found => new string('x', found.Length));
        foreach (var value in Image().Matches(bare).Take(MostImages).Select(image => image.Groups["value"]))
        {
            var (start, end) = Around(bare, value.Index);
            var name = Name().Match(bare, start, end - start).Groups["name"];
            yield return (value.Index, line.Substring(value.Index, value.Length), name.Success ? line.Substring(name.Index, name.Length) : null);
        }
    }

    /// <summary>The stretch from the brace that opens around a place to the one that closes.</summary>
    private static (int Start, int End) Around(string line, int at)
    {
        var (start, depth) = (at, 1);
        while (start > 0 && depth > 0) depth += line[--start] switch { '{' => -1, '}' => 1, _ => 0 };
        var end = at;
        for (depth = 1; end < line.Length && depth > 0; end++) depth += line[end] switch { '{' => 1, '}' => -1, _ => 0 };
        return (start, end);
    }

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();

    [GeneratedRegex(
        """[{,]\s*["']?image["']?:\s*(?:"(?<value>[^"]+)"|'(?<value>[^']+)'|(?<value>[^\s"',{}](?:[^,{}]*[^\s,{}])?))""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Image();

    [GeneratedRegex("""[{,]\s*["']?name["']?:\s*["']?(?<name>[^\s"',{}]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
