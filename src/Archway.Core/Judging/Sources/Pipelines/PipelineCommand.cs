using Archway.Reading.Builds;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>A command of a job's script, with its words' offsets in the file.</summary>
/// <param name="Words">Its words.</param>
internal sealed record PipelineCommand(List<ShellWord> Words)
{
    private static readonly string[] Pushers = ["docker", "podman", "buildah", "nerdctl", "finch", "img"];

    /// <summary>The words by themselves.</summary>
    internal List<string> Texts { get; } = [.. Words.Select(word => word.Text)];

    /// <summary>The image that the command puts into a registry by itself: <c>docker push NAME</c>; null where it does something else.</summary>
    internal ShellWord? Pushed
    {
        get
        {
            for (var i = 0; i + 2 < Words.Count; i++)
            {
                var tool = Texts[i].TrimStart('@', '-');
                if (!Pushers.Contains(tool[(tool.LastIndexOf('/') + 1)..])) continue;
                var at = Texts[i + 1] is "image" ? i + 2 : i + 1;
                if (at >= Words.Count || Texts[at] != "push") continue;
                for (at++; at < Words.Count; at++)
                    if (!Texts[at].StartsWith('-')) return Words[at];
            }

            return null;
        }
    }

    /// <summary>The word that holds a text, as one option or the value of one; null where none does.</summary>
    internal ShellWord? Holding(string text)
    {
        foreach (var word in Words)
            if (word.Text.EndsWith(text, StringComparison.Ordinal)) return word;
        return null;
    }
}
