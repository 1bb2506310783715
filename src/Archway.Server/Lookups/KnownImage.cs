using System.Collections.Immutable;
using Archway.Judging;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Placing.Images;
using Archway.Resolving;

namespace Archway.Server.Lookups;

/// <summary>What a registry told of an image.</summary>
/// <param name="Platforms">On which machines it runs.</param>
/// <param name="ToldAt">When it was told, as a timestamp of the clock.</param>
internal sealed record KnownImage(ImagePlatforms Platforms, long ToldAt)
{
    // The largest of the official images has a quarter of this; what is remembered of one is bounded by it.
    private const int MostPlatforms = 64;
    private const int MostAdvice = 3;
    private static readonly ImmutableArray<Platform> Asked = [Platform.LinuxArm64];

    /// <summary>What its name stood for.</summary>
    internal Digest? Digest => Platforms.Judgement.Facts.Digest;

    /// <summary>What is remembered of a registry's answer; null where it was none.</summary>
    internal static KnownImage? Of(ImageJudgement told, long at)
    {
        if (told.Facts.Answer is ImageAnswer.None or ImageAnswer.Absent) return null;
        var facts = told.Facts;
        PlatformFacts[] platforms =
        [
            .. facts.Platforms.DistinctBy(one => (one.Platform.Canonical, one.IsDeclared, one.IsLost))
                .Select(one => new PlatformFacts(one.Platform, new() { MediaType = "", Digest = one.Manifest.Digest, Size = null }) { IsDeclared = one.IsDeclared, IsLost = one.IsLost }),
        ];
        var isTooMuch = platforms.Length > MostPlatforms;
        ImageFacts kept = new()
        {
            Image = facts.Image,
            Answer = facts.Answer,
            Digest = facts.Digest,
            IsIndex = facts.IsIndex,
            Doubt = isTooMuch ? $"it has more than {MostPlatforms} platforms" : facts.Doubt,
            Platforms = isTooMuch ? [] : [.. platforms],
        };
        return new(new(told with { Facts = kept, Evidence = [], Advice = [.. told.Advice.Take(MostAdvice)] }), at);
    }

    /// <summary>What is said of an image of which a registry told nothing.</summary>
    internal static ImagePlatforms Unknown(string name, string because) => new(new()
    {
        Facts = new() { Image = name, Answer = new ImageAnswer.None(because) },
        Targets = [.. Asked.Select(platform => new TargetJudgement(platform, ImageStatus.Unknown, because))],
        Evidence = [],
    });

    /// <summary>The platforms that images are asked about; what an index lists is told whatever they are.</summary>
    internal static ImmutableArray<Platform> AskedAbout { get; } = [Platform.Of("linux", "amd64"), Platform.LinuxArm64];
}
