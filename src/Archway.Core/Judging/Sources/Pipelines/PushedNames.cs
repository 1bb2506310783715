namespace Archway.Judging.Sources.Pipelines;

/// <summary>The names under which a job puts images into a registry.</summary>
internal sealed class PushedNames
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <param name="commands">The commands of the job.</param>
    /// <param name="others">What it pushes without a command.</param>
    internal PushedNames(IEnumerable<PipelineCommand> commands, IEnumerable<string> others)
    {
        List<string[]> tagged = [];
        foreach (var name in others) Add(name);
        foreach (var command in commands)
        {
            if (command.Pushed is { Text: var pushed }) Add(pushed);
            for (var i = 1; i + 2 < command.Texts.Count; i++)
                if (command.Texts[i] == "tag" && command.Texts[i - 1] is "docker" or "podman" or "image" or "buildah")
                    tagged.Add([Bare(command.Texts[i + 1]), Bare(command.Texts[i + 2])]);
        }

        foreach (var tag in tagged.FindAll(tag => _names.Contains(tag[1]))) _names.Add(tag[0]);
    }

    /// <summary>Whether a name among them is a variable alone, which may be any.</summary>
    internal bool IsVague { get; private set; }

    /// <summary>Whether one of an image's names is among them, or was given another that is.</summary>
    internal bool Has(IEnumerable<string> names) => names.Any(name => _names.Contains(Bare(name)));

    private void Add(string name)
    {
        if (Throwaway.Is(name)) return;
        var bare = Bare(name);
        IsVague |= bare.StartsWith('$') && !bare.Contains('/', StringComparison.Ordinal);
        _names.Add(bare);
    }

    /// <summary>A name without its tag.</summary>
    private static string Bare(string name)
    {
        var colon = name.LastIndexOf(':');
        // Within braces it stands before a default.
        return colon > name.LastIndexOf('/') && name.IndexOf('}', colon) < 0 ? name[..colon] : colon > 0 && name.LastIndexOf('}') > colon && name.LastIndexOf('{') > colon
            ? name[..colon] : name;
    }
}
