using System.Text.RegularExpressions;

namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>A step that keeps a folder for later runs, so changed that each platform has its own where a build keeps its layers in that folder.</summary>
internal static partial class CacheStepText
{
    private const string Slug = "${{ matrix.slug }}-";

    internal static IEnumerable<string> Of(WorkflowLines lines, WorkflowStep step, EmulatedJob job)
    {
        var folders = job.Builds.Values.SelectMany(build => new[] { build.With["cache-from"]?.Text, build.With["cache-to"]?.Text })
            .SelectMany(cache => Folder().Matches(cache ?? "").Select(match => match.Groups[1].Value)).ToArray();
        var path = step.Node["with"]?["path"]?.Text?.Trim();
        if (path is null || !folders.Any(folder => folder.StartsWith(path, StringComparison.Ordinal))) return lines.In(step.Lines);
        var members = lines.Members(step.Node, step.Lines.End, $"its step '{step.Name}'");
        var with = lines.Members(step.Node["with"], members.First(one => one.Member.Key.Value == "with").Lines.End, "what it is given");
        HashSet<int> keys = [];
        foreach (var (member, range) in with)
            if (member.Key.Value is "key" or "restore-keys") keys.UnionWith(Enumerable.Range(range.First, range.End - range.First));
        return Enumerable.Range(step.Lines.Start, step.Lines.End - step.Lines.Start).Select(line => keys.Contains(line) ? Key().Replace(lines[line], key => key.Value + Slug) : lines[line]);
    }

    // Behind the name of the member, or where a line of several begins.
    [GeneratedRegex("""^\s*(?:(?:key|restore-keys):\s+(?![|>\s])['"]?|(?!\s*(?:key|restore-keys):)(?=\S))""", RegexOptions.CultureInvariant)]
    private static partial Regex Key();

    [GeneratedRegex(@"(?:src|dest)=([^,\s]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Folder();
}
