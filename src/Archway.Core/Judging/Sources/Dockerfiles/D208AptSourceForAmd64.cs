using Archway.Oci.Platforms;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A source of apt that is for amd64 alone: <c>deb [arch=amd64 signed-by=…] https://…</c>.</summary>
internal sealed class D208AptSourceForAmd64() : OneArchitectureRule("D208", Severity.Blocker)
{
    private const string Pinned = "arch=amd64";

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        var text = DockerfileCode.Of(dockerfile).Text;
        if (!text.Has(Pinned)) yield break;
        foreach (var script in Scripts(dockerfile))
        {
            foreach (var at in script.PlacesOf(Pinned))
            {
                if (OptionsAround(text, script, at) is not var (open, close) || script.IsChosen(at)) continue;
                yield return Found(dockerfile.Source, at, Pinned.Length,
                    $"apt takes packages for amd64 alone from this source, and none for {lacking}; leave it to apt, or write $(dpkg --print-architecture)",
                    FixOf(dockerfile, script, open, at, close), lacking);
            }
        }
    }

    /// <summary>The brackets of a source's options around a place; null where there are none, in a comment, or where several architectures are named.</summary>
    private static (int Open, int Close)? OptionsAround(string text, RunScript script, int at)
    {
        var (start, end) = script.Stretches.First(stretch => stretch.Start <= at && at < stretch.End);
        if (at == start || at + Pinned.Length >= end) return null;
        if (text[at - 1] is not ('[' or ' ' or '\t') || text[at + Pinned.Length] is not (' ' or '\t' or ']')) return null;
        var line = Math.Max(start, text.LastIndexOf('\n', at - 1, at - start) + 1);
        var (open, close) = (text.LastIndexOf('[', at - 1, at - line), text.IndexOf(']', at, end - at));
        if (open < 0 || close < 0 || text.AsSpan(open, at - open).Contains(']')) return null;
        var before = text.AsSpan(line, open - line).Trim();
        return !before.Begins("#") && (before.Ends("deb") || before.Ends("deb-src")) ? (open, close) : null;
    }

    private static Fix FixOf(DockerfileDocument dockerfile, RunScript script, int open, int at, int close)
    {
        var (source, end) = (dockerfile.Source, at + Pinned.Length);
        if (!script.IsList && script.Run.Heredocs.IsEmpty && script.WordAt(at) is var (_, word) && script.IsFilledIn(word, at))
            return new("ask dpkg for the architecture", FixSafety.Safe, Edit.Of(source, end - "amd64".Length, "amd64".Length, "$(dpkg --print-architecture)"));
        // Where nothing is filled in, apt takes its own architecture if none is named.
        var (from, to) = open + 1 == at && end == close ? (open, close + 1) : (at, end);
        if (from > 0 && source.Text[from - 1] == ' ') from--;
        else if (source.Text[to] == ' ') to++;
        return new("name no architecture", FixSafety.Safe, Edit.Of(source, from, to - from, ""));
    }
}
