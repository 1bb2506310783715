using Archway.Oci.References;
using Archway.Reading;
using Archway.Resolving;

namespace Archway.Judging;

/// <summary>What is said of an image that is pinned to the digest of one platform's, or of an index as it was once, where the index is known that has the others.</summary>
internal static class PinnedImage
{
    /// <summary>Whether an image is pinned, and what takes its place is an index by its digest.</summary>
    internal static bool Is(ImageReference? image, NearImage? near) => image?.Digest is not null && near?.Image.Digest is not null;

    /// <summary>The name without the digest that it stands for now.</summary>
    internal static string NameOf(NearImage near) => near.Image is { Digest: not null, Tag: { } tag } ? near.Image.WithTag(tag).ToString() : near.Image.ToString();

    /// <summary>Why the image does not run, and what does; null for one that is not pinned.</summary>
    internal static string? Because(ImageFacts facts, NearImage near)
    {
        if (near.Image.Digest is null || facts.Platforms.IsEmpty) return null;
        var has = string.Join(", ", near.Platforms);
        if (facts.IsIndex)
        {
            var alone = $"its digest is that of an index with {string.Join(", ", facts.Platforms.Select(entry => entry.Platform))} alone, and {NameOf(near)} has moved: "
                + $"it stands for {near.Digest} now, which";
            return near.IsSame ? $"{alone} holds the same and has {has}" : $"{alone} does not hold all of that and has {has}";
        }

        var only = facts.Platforms[0];
        return near.IsSame
            ? $"its digest is that of the {only.Platform} image alone, of the index {near.Digest} that {NameOf(near)} stands for, which has {has}"
            : $"its digest is that of one {only.Platform} image, and {NameOf(near)} has moved: it stands for {near.Digest} now, which does not hold that image and has {has}";
    }

    /// <summary>The same at a place that names it, with what to do.</summary>
    internal static string Message(ImageOccurrence place, TargetJudgement target) =>
        $"{place.Name} does not run on {target.Platform}: {target.Because}; {(target.Near!.IsSame ? "pin the index" : "look at what changed, and pin that")}";
}
