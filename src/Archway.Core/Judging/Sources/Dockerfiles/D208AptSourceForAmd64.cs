using Archway.Oci.Platforms;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A source of apt that is for amd64 alone: <c>deb [arch=amd64 signed-by=…] https://…</c>.</summary>
internal sealed class D208AptSourceForAmd64() : OneArchitectureRule("D208", Severity.Blocker)
{
    private const string Pinned = "arch=amd64";
    private const string Archive = ".ubuntu.com/ubuntu";

    // The archive of Ubuntu holds arm64 since 25.10 (canonical/apport #622); before, ports.ubuntu.com alone did. Of 22.04 and 24.04 both may.
    private static readonly string[] WithoutArm = ["trusty", "xenial", "bionic", "focal"];

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        var text = DockerfileCode.Of(dockerfile).Text;
        foreach (var (start, end, release) in Archives(dockerfile, text))
            yield return Found(dockerfile.Source, start, end - start,
                $"this archive of Ubuntu has no packages of {release} for {lacking}; they are at http://ports.ubuntu.com/ubuntu-ports, chosen by $(dpkg --print-architecture)",
                platform: lacking);
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

    /// <summary>The addresses of sources that a script writes, of releases that are there without Arm; none where it speaks of Arm's own place.</summary>
    private static IEnumerable<(int Start, int End, string Release)> Archives(DockerfileDocument dockerfile, string text)
    {
        if (!text.Has(Archive) || text.Has("ports.ubuntu.com") || DockerfileCode.Of(dockerfile).NamesArm) yield break;
        foreach (var script in Scripts(dockerfile).Where(script => script.Contains("sources.list")))
        {
            if (DockerfileStages.IsOfBuildMachine(dockerfile, script.Stage)) continue;
            foreach (var at in script.PlacesOf(Archive).Where(at => !script.IsChosen(at)))
            {
                var line = text.LastIndexOfAny(['\n', '"', '\''], at) + 1;
                var (start, end) = (text.LastIndexOf(' ', at) + 1, at + Archive.Length);
                if (start <= line || !IsOfArchive(text.AsSpan(start, at - start)) || !IsSource(text.AsSpan(line, start - line))) continue;
                var behind = text.AsSpan(end, Math.Min(50, text.Length - end)).TrimStart("/ ");
                var release = behind[..Math.Max(0, behind.IndexOfAny(' ', '-', '\n'))].ToString();
                if (WithoutArm.Contains(release)) yield return (start, end, release);
            }
        }
    }

    private static bool IsOfArchive(ReadOnlySpan<char> host) => host.StartsWith("http") && (host.Ends("archive") || host.Ends("//security"));

    private static bool IsSource(ReadOnlySpan<char> before) => before.Trim() is var words && (words.SequenceEqual("deb") || words.EndsWith(" deb"));

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
