using Archway.Judging;

namespace Archway.Assembling;

/// <summary>Whether an index may be published, by what was judged of its images.</summary>
public static class IndexCheck
{
    /// <summary>Why it may not: what one of its images is instead of what the index says; null where nothing speaks against it.</summary>
    /// <param name="judged">What was judged of the planned index.</param>
    /// <param name="wantsProof">Whether what could not be told speaks against it too.</param>
    public static string? Refusal(ImageJudgement judged, bool wantsProof)
    {
        // Whatever else speaks for an image, these bytes are not it.
        if (judged.Facts.Platforms.FirstOrDefault(entry => entry.IsMismatched) is { } other) return $"{other.Platform}: {other.ContentProblem}";
        return judged.Targets.FirstOrDefault(target => Speaks(target, wantsProof)) is { } bad ? $"{bad.Platform}: {bad.Because}" : null;
    }

    /// <summary>What is to be known of it all the same, a sentence each.</summary>
    public static IEnumerable<string> Remarks(ImageJudgement judged) =>
        judged.Targets.Where(target => target.Status is ImageStatus.Unknown or ImageStatus.Suspect).Select(target => $"{target.Platform}: {target.Because}");

    private static bool Speaks(TargetJudgement target, bool wantsProof) => target.Status switch
    {
        ImageStatus.Ready => false,
        ImageStatus.Unknown => wantsProof,
        // A stray file for other machines stands in many a sound image; the same content for two machines in none.
        ImageStatus.Suspect => wantsProof || target.Content is null,
        _ => true,
    };
}
