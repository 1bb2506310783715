namespace Archway.Reading.Tree;

/// <summary>What the <c>.gitignore</c> files from the root down to one folder say.</summary>
/// <remarks><see href="https://git-scm.com/docs/gitignore"/>: the last pattern that matches decides, and a deeper file outweighs a higher one.</remarks>
internal sealed class IgnoreRules
{
    private readonly record struct Rule(Glob Pattern, bool Negated, bool FoldersOnly);

    private readonly IgnoreRules? _above;
    private readonly string _folder;
    private readonly List<Rule> _rules = [];

    private IgnoreRules(IgnoreRules? above, string folder, string text)
    {
        (_above, _folder) = (above, folder);
        foreach (var line in text.Split('\n'))
        {
            var pattern = WithoutTrailingSpaces(line.TrimEnd('\r'));
            if (pattern.Length == 0 || pattern[0] == '#') continue;
            var negated = pattern[0] == '!';
            if (negated) pattern = pattern[1..];
            if (pattern.Trim('/').Length > 0) _rules.Add(new(new Glob(pattern), negated, pattern.EndsWith('/')));
        }
    }

    /// <summary>Nothing is ignored.</summary>
    internal static IgnoreRules None { get; } = new(null, "", "");

    /// <summary>These rules and those of a file in <paramref name="folder"/>; its patterns are relative to that folder.</summary>
    internal IgnoreRules And(string folder, string text) => new(this, folder, text);

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

    private static string WithoutTrailingSpaces(string line)
    {
        var end = line.Length;
        while (end > 0 && line[end - 1] is ' ' && !(end > 1 && line[end - 2] == '\\')) end--;
        return line[..end];
    }
}
