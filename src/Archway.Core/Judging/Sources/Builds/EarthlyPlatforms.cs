using Archway.Judging.Sources.Data;
using Archway.Judging.Sources.Pipelines;
using Archway.Reading.Builds;

namespace Archway.Judging.Sources.Builds;

/// <summary>What an Earthfile builds for amd64 alone: <c>BUILD --platform=linux/amd64 +image</c>.</summary>
/// <remarks><see href="https://docs.earthly.dev/docs/guides/multi-platform"/></remarks>
internal static class EarthlyPlatforms
{
    private const string Option = "--platform=";

    internal static IEnumerable<AmdOnly> In(BuildsDocument file, RuleContext context)
    {
        var (source, text) = (file.Source, file.Source.Text);
        // An image that is kept to the machine is nobody else's.
        if (!text.Contains("SAVE IMAGE", StringComparison.Ordinal) || ArmWords.IsIn(text)) yield break;
        if (AmdOnly.MissingIn(context) is not [var first, ..] missing) yield break;
        var names = string.Join(" and ", missing.AsEnumerable());
        for (var at = text.IndexOf(Option, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Option, at + 1, StringComparison.Ordinal))
        {
            var command = text.AsSpan(DataText.LineStart(source, at), at - DataText.LineStart(source, at)).Trim();
            if (command is not ("BUILD" or "FROM")) continue;
            var value = at + Option.Length;
            var end = value;
            while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
            if (!Architectures.IsAmd64(text[value..Math.Min(end, value + 20)].Trim('"'))) continue;
            yield return new(at, end - at, names, first)
            {
                Add = command is "BUILD" ? Edit.Of(source, end, 0, string.Concat(missing.Select(platform => $" {Option}{platform}"))) : null,
            };
        }
    }
}
