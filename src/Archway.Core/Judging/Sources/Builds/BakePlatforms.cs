using System.Collections.Immutable;
using Archway.Judging.Sources.Clouds;
using Archway.Judging.Sources.Data;
using Archway.Judging.Sources.Pipelines;
using Archway.Reading;
using Archway.Reading.Hcl;

namespace Archway.Judging.Sources.Builds;

/// <summary>The targets of a bake file that are built for amd64 alone: <c>platforms = ["linux/amd64"]</c>.</summary>
/// <remarks><see href="https://docs.docker.com/build/bake/reference/#targetplatforms"/></remarks>
internal static class BakePlatforms
{
    internal static IEnumerable<AmdOnly> In(HclDocument file, RuleContext context)
    {
        if (!file.Source.Name.Contains("bake", StringComparison.OrdinalIgnoreCase) || ArmWords.IsIn(file.Source.Text)) yield break;
        foreach (var (_, target) in HclBlocks.Of(file.Body, "target", labels: 1))
        {
            if (target["platforms"] is not HclTuple { Items: [_, ..] items }) continue;
            HclText?[] written = [.. items.Select(TerraformResource.Written)];
            // A variable may be any platform.
            if (Array.Exists(written, text => text is null)) continue;
            var last = written[^1]!;
            if (AmdOnly.Of(AmdOnly.Read(file.Source, last.Start, last.Length, [.. written.Select(text => text!.Value)]), context) is not { } found) continue;
            var missing = AmdOnly.MissingIn(context);
            yield return found with { Add = Append(file.Source, written, [.. missing.Select(platform => platform.ToString())]) };
        }
    }

    /// <summary>Puts texts behind the last of a list: on lines of their own where those of the list are.</summary>
    private static Edit? Append(SourceText source, HclText?[] written, ImmutableArray<string> values)
    {
        var last = written[^1]!;
        var (line, end) = (DataText.LineStart(source, last.Start), last.Start + last.Length + 1);
        var lead = source.Text[line..(last.Start - 1)];
        var between = string.IsNullOrWhiteSpace(lead) ? $",{DataText.LineEndAt(source, end)}{lead}" : ", ";
        return source.Text[last.Start - 1] == '"' ? Edit.Of(source, end, 0, string.Concat(values.Select(value => $"{between}\"{value}\""))) : null;
    }
}
