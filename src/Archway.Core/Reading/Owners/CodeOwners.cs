using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Archway.Reading.Owners;

/// <summary>Who owns which file, as the CODEOWNERS file of a repository says it to GitHub or GitLab.</summary>
internal sealed partial class CodeOwners
{
    // GitHub takes no larger file, and nobody's has a tenth of these lines.
    private const int LargestFile = 3 * 1024 * 1024;
    private const int MostRules = 20_000;

    private readonly string _prefix;
    private readonly List<List<OwnerRule>> _sections;
    private readonly Dictionary<string, ImmutableArray<string>> _known = [];

    private CodeOwners(string prefix, List<List<OwnerRule>> sections) => (_prefix, _sections) = (prefix, sections);

    /// <summary>Nobody owns anything.</summary>
    internal static CodeOwners Nobody { get; } = new("", []);

    /// <summary>Everybody who owns something.</summary>
    internal IEnumerable<string> Everybody =>
        _sections.SelectMany(section => section.SelectMany(rule => rule.Owners)).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The owners of a tree's files: by the file of the git repository that the tree is part of, which may lie above it.</summary>
    /// <remarks>Nothing else is read above a target, and nothing of it is told but owners' names.</remarks>
    internal static CodeOwners Of(SourceTree tree)
    {
        var folder = tree.OnDisk("");
        var top = FindRepository(folder) ?? folder;
        SourceTree repository = new(top);
        foreach (var path in (string[])[".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"])
        {
            if (repository.FindText(path) is not { } file) continue;
            var way = Path.GetRelativePath(top, folder).Replace(Path.DirectorySeparatorChar, '/');
            return Read(file.Text, path, way == "." ? "" : way + "/");
        }

        return Nobody;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="path">Where it lies in its repository, which tells whose rules it follows.</param>
    /// <param name="prefix">The path, in the repository, of the folder that files are asked for relative to; with '/' behind it, or empty.</param>
    internal static CodeOwners Read(string text, string path, string prefix)
    {
        if (text.Length > LargestFile) return Nobody;
        var lines = text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').ToArray();
        var isGitLab = path.StartsWith(".gitlab/", StringComparison.Ordinal)
            || (!path.StartsWith(".github/", StringComparison.Ordinal) && Array.Exists(lines, line => Heading().IsMatch(line)));
        Dictionary<string, List<OwnerRule>> sections = new(StringComparer.OrdinalIgnoreCase) { [""] = [] };
        var (section, usual, count) = (sections[""], ImmutableArray<string>.Empty, 0);
        foreach (var line in lines)
        {
            if (isGitLab && Heading().Match(line) is { Success: true } heading)
            {
                if (!sections.TryGetValue(heading.Groups["name"].Value.Trim(), out section!)) sections[heading.Groups["name"].Value.Trim()] = section = [];
                usual = OwnersIn(Words(heading.Groups["owners"].Value));
            }
            else if (Rule(line, isGitLab, usual) is { } rule)
            {
                if (++count > MostRules) return Nobody;
                section.Add(rule);
            }
        }

        return new(prefix, [.. sections.Values]);
    }

    /// <summary>Who owns a file: of each section the last rule that matches decides, and sections add up.</summary>
    internal ImmutableArray<string> OwnersOf(string path)
    {
        if (_sections.Count == 0) return [];
        if (_known.TryGetValue(path, out var known)) return known;
        var file = _prefix + path;
        return _known[path] =
        [
            .. _sections.Where(section => !section.Exists(rule => rule.Excludes && rule.Matches(file)))
                .SelectMany(section => section.FindLast(rule => rule.Matches(file))?.Owners ?? []).Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static OwnerRule? Rule(string line, bool isGitLab, ImmutableArray<string> usual)
    {
        string[] words = [.. Words(line)];
        var pattern = words[0];
        if (pattern.Trim('/', '!').Length == 0) return null;
        var owners = OwnersIn(words.Skip(1));
        if (isGitLab) return OwnerRule.OfGitLab(pattern, owners.IsEmpty ? usual : owners);
        // GitHub knows neither exceptions nor ranges, and skips a line that names somebody it cannot read.
        var isValid = pattern[0] != '!' && !pattern.Contains('[', StringComparison.Ordinal)
            && words.Skip(1).TakeWhile(word => word[0] != '#').All(word => word.Contains('@', StringComparison.Ordinal));
        return isValid ? OwnerRule.OfGitHub(pattern, owners) : null;
    }

    private static ImmutableArray<string> OwnersIn(IEnumerable<string> words) =>
        [.. words.TakeWhile(word => word[0] != '#').Where(word => word.Contains('@', StringComparison.Ordinal) && word.Length > 1)];

    // A space behind a backslash is part of the word; the backslash stays, since patterns know it too.
    private static IEnumerable<string> Words(string line) => Word().Matches(line).Select(match => match.Value);

    private static string? FindRepository(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
            if (Path.Exists(Path.Combine(at, ".git"))) return at;
        return null;
    }

    [GeneratedRegex(@"^\^?\[(?<name>[^\]]+)\](?:\[\d+\])?(?:\s+(?<owners>.*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?:\\.|[^\s\\])+|\\$", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
