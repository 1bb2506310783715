using System.Collections.Immutable;
using Archway.Judging.Sources.Pipelines;
using Archway.Oci.Platforms;
using Archway.Reading.Data;

namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>A step of a workflow that builds one image for several platforms at once.</summary>
internal sealed record EmulatedBuild
{
    private const int LongestCache = 5_000;
    private static readonly char[] Between = [',', '\n', '\r', ' '];

    private EmulatedBuild(DataMapping step, ImmutableArray<Platform> platforms) => (Step, Platforms) = (step, platforms);

    internal DataMapping Step { get; }

    internal ImmutableArray<Platform> Platforms { get; }

    internal DataMapping With => (DataMapping)Step["with"]!;

    /// <summary>What the step is called in expressions.</summary>
    internal string? Id => Step["id"]?.Text;

    internal string Name => Step["name"]?.Text ?? Id ?? "the build";

    /// <summary>Whether it publishes at all.</summary>
    internal bool IsPushed { get; private init; }

    /// <summary>When it publishes; null for always.</summary>
    internal string? PushedIf { get; private init; }

    /// <summary>When the step runs and publishes; null for always.</summary>
    internal string? PublishedIf => GitHubCondition.And(Step["if"]?.Text, PushedIf);

    /// <summary>The build of a step; null where it is none for several platforms.</summary>
    internal static EmulatedBuild? Of(DataNode node, GitHubValues values)
    {
        if (node is not DataMapping step || (step["uses"]?.Text ?? "").Split('@')[0] != WorkflowStep.Build) return null;
        if (step["with"] is not DataMapping with || with["platforms"]?.Text is not { } written) return null;
        if (values.Of(written.Trim(), step) is not [var list])
            throw new ConversionException($"what it builds for is known only when it runs: platforms: {written.Trim()}");
        if ((with["cache-from"]?.Text?.Length ?? 0) + (with["cache-to"]?.Text?.Length ?? 0) > LongestCache) throw new ConversionException($"its caches take more than {LongestCache} characters");
        var names = list.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length < 2) return null;
        var platforms = names.Select(name => Platform.Read(name).Value ?? throw new ConversionException($"'{name}' is not a platform")).Distinct().ToImmutableArray();
        if (platforms.FirstOrDefault(platform => !platform.IsLinux) is { } other) throw new ConversionException($"it builds for {other}, which no Linux machine does");
        var outputs = with["outputs"]?.Text;
        if (outputs?.Contains("push-by-digest", StringComparison.Ordinal) == true) return null;
        if (outputs is not null) throw new ConversionException($"its outputs are told one by one, and only push is understood: outputs: {outputs.Trim()}");
        var pushedIf = GitHubCondition.On(with["push"]?.Text, out var isNever);
        if (!isNever && with["tags"]?.Text is null) throw new ConversionException("it pushes, and names no tags");
        return new(step, platforms) { IsPushed = !isNever, PushedIf = pushedIf };
    }
}
