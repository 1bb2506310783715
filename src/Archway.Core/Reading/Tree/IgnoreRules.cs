namespace Archway.Reading.Tree;

/// <summary>What the <c>.gitignore</c> files from the root down to one folder say.</summary>
/// <remarks><see href="https://git-scm.com/docs/gitignore"/>: the last pattern that matches decides, and a deeper file outweighs a higher one.</remarks>
internal sealed class IgnoreRules
{
    // Under these names tools leave what they generate; a bare pattern of such a name means the folder.
    private static readonly HashSet<string> Generated = new(StringComparer.OrdinalIgnoreCase)
    {
        "bin", "bower_components", "build", "builds", "cache", "coverage", "dist", "downloads", "env", "generated", "log", "logs", "obj", "out", "output",
        "packages", "release", "releases", "site", "site-packages", "target", "temp", "third_party", "tmp", "vendor", "venv", "wheels",
    };

    private readonly record struct Rule(Glob Pattern, bool Negated, bool FoldersOnly);

    private readonly IgnoreRules? _above;
    private readonly string _folder;
    private readonly List<Rule> _rules = [];

    private IgnoreRules(IgnoreRules? above, string folder, string text, bool isRepository)
    {
        (_above, _folder) = (above, folder);
        foreach (var line in text.Split('\n'))
        {
            var pattern = WithoutTrailingSpaces(line.TrimEnd('\r'));
            if (pattern.Length == 0 || pattern[0] == '#') continue;
            var negated = pattern[0] == '!';
            if (negated) pattern = pattern[1..];
            if (!isRepository && !negated && !MeansFolder(pattern)) continue;
            if (pattern.Trim('/').Length > 0) _rules.Add(new(new Glob(pattern), negated, pattern.EndsWith('/')));
        }
    }

    /// <summary>Nothing is ignored.</summary>
    internal static IgnoreRules None { get; } = new(null, "", "", isRepository: true);

    /// <summary>These rules and those of a file in <paramref name="folder"/>; its patterns are relative to that folder.</summary>
    /// <param name="folder">The folder that holds the file.</param>
    /// <param name="text">The file.</param>
    /// <param name="isRepository">Whether git keeps the tree, and so knows which folders it tracks although a pattern fits them.</param>
    internal IgnoreRules And(string folder, string text, bool isRepository) => new(this, folder, text, isRepository);

    /// <summary>Whether the folder at a path, relative to the tree's root, is ignored.</summary>
    internal bool IgnoreFolder(string path) => Decide(path, isFolder: true) ?? false;

    /// <summary>Whether the file at a path, relative to the tree's root, is ignored.</summary>
    internal bool IgnoreFile(string path) => Decide(path, isFolder: false) ?? false;

    private bool? Decide(string path, bool isFolder)
    {
        var relative = _folder.Length == 0 ? path : path[(_folder.Length + 1)..];
        for (var i = _rules.Count - 1; i >= 0; i--)
        {
            if (_rules[i].FoldersOnly && !isFolder) continue;
            if (_rules[i].Pattern.Matches(relative)) return !_rules[i].Negated;
        }

        return _above?.Decide(path, isFolder);
    }

    // In a copy of a repository without its .git a bare word, often the name of a program that is built there, may fit a folder of sources by chance.
    private static bool MeansFolder(string pattern) =>
        pattern.Contains('/', StringComparison.Ordinal) || pattern[0] is '.' or '_'
        || pattern.Contains('*', StringComparison.Ordinal) || Generated.Contains(pattern);

    private static string WithoutTrailingSpaces(string line)
    {
        var end = line.Length;
        while (end > 0 && line[end - 1] is ' ' && !(end > 1 && line[end - 2] == '\\')) end--;
        return line[..end];
    }
}
