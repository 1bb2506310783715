using System.Collections.Immutable;
using Archway.Judging.Sources.Pipelines;
using Archway.Oci.Platforms;
using Archway.Reading;

namespace Archway.Judging.Sources.Builds;

/// <summary>A place of a build file that asks for amd64 alone.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How many characters it takes.</param>
/// <param name="Missing">The targets that it leaves out.</param>
internal sealed record AmdOnly(int Start, int Length, ImmutableArray<Platform> Missing)
{
    /// <summary>The targets that it leaves out, as words.</summary>
    internal string Names => string.Join(" and ", Missing.AsEnumerable());

    /// <summary>What is so; null where the usual sentence says it.</summary>
    internal string? Message { get; init; }

    /// <summary>What adds the others; null where that takes more than a few words.</summary>
    internal Edit? Add { get; init; }

    /// <summary>The place of a list that is read already; null where it has what is wanted, or nothing can be told.</summary>
    internal static AmdOnly? Of(WrittenPlatforms platforms, RuleContext context) =>
        platforms.Missing(context) is [_, ..] missing ? new(platforms.Start, platforms.Length, missing) : null;

    /// <summary>The platforms of texts that stand in the file.</summary>
    internal static WrittenPlatforms Read(SourceText source, int start, int length, IReadOnlyList<string> names) =>
        WrittenPlatforms.Of(source, start, length, names) with { IsLiteral = false };

    /// <summary>The targets that what is for amd64 alone leaves out.</summary>
    internal static ImmutableArray<Platform> MissingIn(RuleContext context) => [.. NativeBuild.Missing(context)];
}
