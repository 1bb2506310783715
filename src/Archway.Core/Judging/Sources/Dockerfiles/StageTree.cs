using System.Collections.Immutable;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Which stages of a Dockerfile are built on which, and what each declares of the platforms' arguments.</summary>
internal sealed class StageTree
{
    // Nobody builds more stages on one another.
    private const int Deepest = 100;

    // What a build's platform is called in the arguments that builders give.
    private static readonly string[] Choosing = ["TARGETARCH", "TARGETPLATFORM", "TARGETVARIANT", "BUILDARCH"];

    private readonly DockerfileStage?[] _parents;
    private readonly DockerfileStage[] _roots;
    private readonly Dictionary<(int Stage, string Name), int> _declared = [];

    private readonly HashSet<int> _withWindowsShell = [];

    internal StageTree(ImmutableArray<DockerfileStage> stages)
    {
        (_parents, _roots) = (new DockerfileStage?[stages.Length], new DockerfileStage[stages.Length]);
        Dictionary<string, DockerfileStage> named = new(StringComparer.OrdinalIgnoreCase);
        Choices = [.. stages.SelectMany(ChoicesOf).Distinct(StringComparer.Ordinal)];
        foreach (var stage in stages)
        {
            var parent = _parents[stage.Number] = stage.From.Words is [var from, ..] ? named.GetValueOrDefault(from.Text.Trim('"', '\'')) : null;
            _roots[stage.Number] = parent is null ? stage : _roots[parent.Number];
            if (stage.Name is { } name) named[name] = stage;
            if (stage.Instructions.Any(one => one.Name == "SHELL" && IsOfWindows(one.Body.Text))) _withWindowsShell.Add(stage.Number);
            foreach (var instruction in stage.Instructions.Where(one => one.Name is "ARG" or "ENV"))
                foreach (var declared in PlatformArguments.Names.Where(one => PlatformArguments.Declares(instruction, one)))
                    _declared.TryAdd((stage.Number, declared), instruction.Keyword.Start);
        }
    }

    /// <summary>The names of stages that the platform fills in: <c>build_${TARGETARCH}</c>.</summary>
    internal ImmutableArray<string> Choices { get; }

    /// <summary>The stage that a stage is built on; null where that is an image.</summary>
    internal DockerfileStage? ParentOf(DockerfileStage stage) => _parents[stage.Number];

    /// <summary>The stage whose image a stage is built on, over however many stages.</summary>
    internal DockerfileStage RootOf(DockerfileStage stage) => _roots[stage.Number];

    /// <summary>Whether a stage, or the one at the bottom of it, has its commands read by a shell of Windows.</summary>
    internal bool HasWindowsShell(DockerfileStage stage) => _withWindowsShell.Contains(stage.Number) || _withWindowsShell.Contains(RootOf(stage).Number);

    /// <summary>Whether a stage, or one that it is built on, declares an argument before a place of it.</summary>
    internal bool Declares(DockerfileStage stage, string name, int before)
    {
        var depth = 0;
        for (DockerfileStage? at = stage; at is not null && depth++ < Deepest; at = ParentOf(at))
            if (_declared.TryGetValue((at.Number, name), out var start) && start < before) return true;
        return false;
    }

    private static IEnumerable<string> ChoicesOf(DockerfileStage stage)
    {
        if (stage.From.Words is [var from, ..] && IsChoice(from.Text)) yield return from.Text;
        foreach (var flag in stage.Instructions.SelectMany(instruction => instruction.Flags))
            if (flag is { Name: "from", Value: { } value } && IsChoice(value.Text)) yield return value.Text;
    }

    private static bool IsChoice(string word) => word.Contains('$', StringComparison.Ordinal) && Choosing.Any(name => word.Has(name));

    private static bool IsOfWindows(string shell) =>
        shell.Contains("powershell", StringComparison.OrdinalIgnoreCase) || shell.Contains("pwsh", StringComparison.OrdinalIgnoreCase)
        || shell.Contains("cmd", StringComparison.OrdinalIgnoreCase);
}
