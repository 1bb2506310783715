using System.Collections.Immutable;
using Archway.Reading.Tree;

namespace Archway.Reading.Owners;

/// <summary>One line of a CODEOWNERS file: who owns what.</summary>
internal sealed class OwnerRule
{
    private readonly Glob _pattern;
    private readonly bool _reachesBelow;
    private readonly bool _onlyFolders;

    private OwnerRule(Glob pattern, bool reachesBelow, bool onlyFolders, ImmutableArray<string> owners) =>
        (_pattern, _reachesBelow, _onlyFolders, Owners) = (pattern, reachesBelow, onlyFolders, owners);

    /// <summary>The owners; none takes the files from those that an earlier line gave them to.</summary>
    internal ImmutableArray<string> Owners { get; }

    /// <summary>Whether files are taken out of the section for good.</summary>
    internal bool Excludes { get; private init; }

    /// <summary>A rule as GitHub reads it: a pattern of <c>.gitignore</c>, but a folder's <c>*</c> is its files alone.</summary>
    /// <remarks><see href="https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-syntax"/></remarks>
    internal static OwnerRule OfGitHub(string pattern, ImmutableArray<string> owners) =>
        new(new Glob(pattern), reachesBelow: !pattern.EndsWith("/*", StringComparison.Ordinal), onlyFolders: pattern.EndsWith('/'), owners);

    /// <summary>A rule as GitLab reads it: at any depth unless it begins with '/', and a folder only with '/' at its end.</summary>
    /// <remarks><see href="https://docs.gitlab.com/user/project/codeowners/reference/"/></remarks>
    internal static OwnerRule OfGitLab(string pattern, ImmutableArray<string> owners)
    {
        var excludes = pattern[0] == '!';
        if (excludes) pattern = pattern[1..];
        var path = (pattern.StartsWith('/') ? pattern : "/**/" + pattern) + (pattern.EndsWith('/') ? "**" : "");
        return new(new Glob(path), reachesBelow: false, onlyFolders: false, owners) { Excludes = excludes };
    }

    internal bool Matches(string path)
    {
        if (!_onlyFolders && _pattern.Matches(path)) return true;
        if (!_reachesBelow) return false;
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            if (_pattern.Matches(path[..slash])) return true;
        return false;
    }
}
