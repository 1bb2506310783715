using System.Collections.Immutable;
using Archway.Judging;
using Archway.Reading;
using Archway.Reading.Tree;

namespace Archway.Configuring;

/// <summary>A target as it is read and judged by the user's settings and, below them, by its own; it counts what its own changed.</summary>
internal sealed class ConfiguredTree
{
    private readonly TreeConfiguration? _own;
    private readonly string _prefix;
    private readonly Dictionary<string, RuleSetting> _ofUser;
    private readonly Dictionary<string, RuleSetting> _ofTree;
    private readonly Dictionary<string, int> _changed = [];
    private readonly PathPattern[] _excludedByUser;
    private readonly PathPattern[] _excludedByTree;
    private readonly int[] _passed;
    private readonly int[] _built;

    /// <summary>A target and what is said of it.</summary>
    /// <param name="own">What it says itself; null when it says nothing, or is not listened to.</param>
    /// <param name="prefix">What stands before its paths in the report.</param>
    /// <param name="reading">How the user has targets read.</param>
    /// <param name="rules">What the user asks of rules.</param>
    /// <param name="isHeeded">Whether it is listened to at all.</param>
    internal ConfiguredTree(TreeConfiguration? own, string prefix, ReadingOptions reading, ImmutableArray<RuleSetting> rules, bool isHeeded = true)
    {
        IsHeeded = isHeeded;
        (_own, _prefix) = (own, prefix);
        (_ofUser, _ofTree) = (ByRule(rules), ByRule(own?.Rules ?? []));
        _excludedByUser = [.. reading.Exclude.Select(pattern => new PathPattern(pattern))];
        _excludedByTree = [.. (own?.Exclude ?? []).Select(pattern => new PathPattern(pattern))];
        _passed = new int[_excludedByTree.Length];
        _built = new int[own?.Builds.Length ?? 0];
        Reading = reading with { Exclude = [.. reading.Exclude, .. own?.Exclude ?? []] };
    }

    /// <summary>How it is read.</summary>
    internal ReadingOptions Reading { get; }

    /// <summary>Whether what it says of itself counts: its configuration, and comments beside its lines.</summary>
    internal bool IsHeeded { get; }

    /// <summary>How many folders and files were passed by because its own configuration asks for it.</summary>
    internal int PassedBy => _passed.Sum();

    /// <summary>What its own configuration changed so far; null when it has none.</summary>
    internal AppliedConfiguration? Applied => _own is null ? null : new(
        _prefix + _own.File,
        [
            .. _ofTree.Values.OrderBy(setting => setting.Rule, StringComparer.Ordinal)
                .Select(setting => new AppliedRule(setting, _changed.GetValueOrDefault(setting.Rule))),
        ],
        [.. _own.Exclude.Select((pattern, i) => new AppliedPattern(pattern, _passed[i]))],
        // Its reader takes no build without a name.
        [.. _own.Builds.Select((build, i) => new AppliedBuild(build.Name!, _built[i]))]);

    /// <summary>Counts a path that was passed by, when the user did not ask for that.</summary>
    /// <param name="path">The path relative to the target.</param>
    internal void NotePassedBy(string path)
    {
        if (_excludedByUser.Any(pattern => pattern.Matches(path))) return;
        if (Array.FindIndex(_excludedByTree, pattern => pattern.Matches(path)) is >= 0 and var which) _passed[which]++;
    }

    /// <summary>Counts an image that is taken for built, when it is because its own configuration says so.</summary>
    /// <param name="build">The build that makes the image, as the report places it.</param>
    internal void NoteBuilt(ImageBuild build)
    {
        for (var i = 0; i < _built.Length; i++)
            if (_own!.Builds[i].At is var at && build.At == at with { File = _prefix + at.File }) _built[i]++;
    }

    /// <summary>The finding with the severity that is asked for; null when there is to be none.</summary>
    internal Finding? Judged(Finding finding)
    {
        if (_ofUser.TryGetValue(finding.Rule, out var users)) return With(finding, users);
        if (!_ofTree.TryGetValue(finding.Rule, out var own)) return finding;
        if (own.Severity != finding.Severity) _changed[finding.Rule] = _changed.GetValueOrDefault(finding.Rule) + 1;
        return With(finding, own);
    }

    private static Finding? With(Finding finding, RuleSetting setting) => setting.Severity is { } severity ? finding with { Severity = severity } : null;

    // Of several settings of one rule the last one counts, as with the keys of a mapping.
    private static Dictionary<string, RuleSetting> ByRule(ImmutableArray<RuleSetting> settings)
    {
        Dictionary<string, RuleSetting> byRule = new(StringComparer.Ordinal);
        foreach (var setting in settings) byRule[setting.Rule] = setting;
        return byRule;
    }
}
