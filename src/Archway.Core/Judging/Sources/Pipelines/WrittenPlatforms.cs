using System.Collections.Immutable;
using Archway.Judging.Sources.Data;
using Archway.Oci.Platforms;
using Archway.Reading;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>The platforms that a build is asked for, where they are written.</summary>
/// <param name="Start">The offset of the first of them, or of what stands for them.</param>
/// <param name="Length">How many characters they take there.</param>
/// <param name="Built">The platforms; none where they cannot be told.</param>
internal sealed record WrittenPlatforms(int Start, int Length, ImmutableArray<Platform> Built)
{
    private static readonly char[] Between = [',', '\n', '\r', ' '];

    /// <summary>Whether the text itself stands there, so that more can be added behind it.</summary>
    internal bool IsLiteral { get; init; }

    /// <summary>The platforms of a text that stands in the file, and of which a part is the list.</summary>
    /// <param name="source">The file.</param>
    /// <param name="start">Where the text begins.</param>
    /// <param name="length">How many characters it takes.</param>
    /// <param name="values">What it comes to, in every way that the job is run; null where that cannot be told.</param>
    internal static WrittenPlatforms Of(SourceText source, int start, int length, IReadOnlyList<string>? values)
    {
        var built = ImmutableArray.CreateBuilder<Platform>();
        foreach (var value in values ?? [])
            foreach (var name in value.Split(Between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (Platform.Read(name).Value is not { } platform) return new(start, length, []);
                built.Add(platform);
            }

        var list = values is [var only] ? only.Trim() : "";
        var at = list.Length == 0 ? -1 : source.Text.IndexOf(list, start, length, StringComparison.Ordinal);
        return at < 0 ? new(start, length, built.ToImmutable()) : new(at, list.Length, built.ToImmutable()) { IsLiteral = true };
    }

    /// <summary>The targets that are not built for where amd64 is; none where amd64 is not, or nothing can be told.</summary>
    internal ImmutableArray<Platform> Missing(RuleContext context) => Built.Any(Architectures.LinuxAmd64.CanRun)
        ? [.. context.Targets.Where(target => target.IsLinux && !Built.Any(target.CanRun))]
        : [];

    /// <summary>Whether something is built for a target that no machine of amd64 runs.</summary>
    internal Platform? Foreign(RuleContext context) =>
        context.Targets.FirstOrDefault(target => target.IsLinux && !Architectures.LinuxAmd64.CanRun(target) && Built.Any(target.CanRun));

    /// <summary>Adds platforms to the list; null where the list is not written there.</summary>
    internal Edit? Add(SourceText source, ImmutableArray<Platform> platforms) =>
        IsLiteral ? Edit.Of(source, Start + Length, 0, string.Concat(platforms.Select(platform => $",{platform}"))) : null;
}
