using Archway.Judging.Sources.Pipelines;
using Archway.Oci.Platforms;
using Archway.Reading;

namespace Archway.Judging.Sources.Builds;

/// <summary>A place of a build file that asks for amd64 alone.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How many characters it takes.</param>
/// <param name="Missing">The targets that it leaves out, as words.</param>
/// <param name="First">The first of them.</param>
internal sealed record AmdOnly(int Start, int Length, string Missing, Platform First)
{
    /// <summary>What is so; null where the usual sentence says it.</summary>
    internal string? Message { get; init; }

    /// <summary>What adds the others; null where that takes more than a few words.</summary>
    internal Edit? Add { get; init; }

    /// <summary>The place of a list that is read already; null where it has what is wanted, or nothing can be told.</summary>
    internal static AmdOnly? Of(WrittenPlatforms platforms, RuleContext context) => platforms.Missing(context) is [var first, ..] missing
        ? new(platforms.Start, platforms.Length, string.Join(" and ", missing.AsEnumerable()), first) : null;

    /// <summary>The platforms of texts that stand in the file.</summary>
    internal static WrittenPlatforms Read(SourceText source, int start, int length, IReadOnlyList<string> names) =>
        WrittenPlatforms.Of(source, start, length, names) with { IsLiteral = false };

    /// <summary>The targets that a list of platforms leaves out.</summary>
    internal static Platform[] MissingIn(RuleContext context) => NativeBuild.Missing(context);
}
