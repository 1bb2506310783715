using System.Collections.Immutable;
using Archway.Assembling;

namespace Archway.Cli.Reports.Json;

/// <summary>What <c>archway copy --format json</c> answers: which digest went where, one for each image.</summary>
internal sealed record CopiesJson(int Version, ToolJson Tool, ImmutableArray<CopyJson> Copies)
{
    internal const int CurrentVersion = 1;
}

/// <summary>One image's copy; without digests where it failed.</summary>
internal sealed record CopyJson(
    string From, string To, string? SourceDigest, string? Digest, ImmutableArray<string> Platforms, ImmutableArray<string> LeftOut, int? Unreadable, string? Problem)
{
    internal static CopyJson Of(CopyRequest request, CopyResult? result, string? problem) => new(
        request.From.ToString(), request.To.ToString(), result?.Source.ToString(), result?.Target.ToString(),
        [.. result?.Kept.Select(platform => platform.ToString()).Distinct() ?? []],
        [.. result?.Dropped.Select(platform => platform.ToString()).Distinct() ?? []],
        result is { Unreadable: > 0 } ? result.Unreadable : null, problem);
}
