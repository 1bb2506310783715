using Archway.Knowing;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Resolving;

namespace Archway.Judging;

/// <summary>The rewriting of a place that names an image into the name of one near it that runs.</summary>
/// <remarks>Only what stands there literally is rewritten: what comes of variables and templates is changed where those are written.</remarks>
internal static class ImageFix
{
    /// <summary>The fix; null where nothing near runs on all platforms that ran before and are asked about, or the name does not stand there.</summary>
    /// <param name="place">The place.</param>
    /// <param name="image">What was judged of the image.</param>
    /// <param name="target">That on the platform where it does not run.</param>
    /// <param name="source">The text of the place's file.</param>
    internal static Fix? Of(ImageOccurrence place, ImageJudgement image, TargetJudgement target, SourceText source)
    {
        if (target.Near is not { } near || place.Image is not { } old || !KeepsAll(image, near) || !source.Has(place.At, place.Written)) return null;
        return PinnedImage.Is(old, near) ? ToIndex(place, old, near, source) : ToName(place, old, near, source);
    }

    private static bool KeepsAll(ImageJudgement image, NearImage near) =>
        image.Facts.Platforms.All(entry => near.Platforms.Any(platform => entry.Platform.CanRun(platform)))
        && image.Targets.All(target => near.Platforms.Any(platform => target.Platform.CanRun(platform)));

    private static Fix? ToIndex(ImageOccurrence place, ImageReference old, NearImage near, SourceText source)
    {
        var edit = EndOf(place.At, place.Written, '@' + old.Digest!.ToString(), '@' + near.Digest.ToString(), source)
            ?? OfMember(place.DigestAt, old.Digest.ToString(), near.Digest.ToString(), source)
            ?? OfMember(place.DigestAt, old.Digest.Hex, near.Digest.Hex, source)
            ?? OfTag(place, old, near, source);
        if (edit is null) return null;
        var name = PinnedImage.NameOf(near);
        return near.IsSame
            ? new($"pin the index that {name} stands for", FixSafety.Safe, edit)
            : new($"pin what {name} stands for now", FixSafety.Ask, edit);
    }

    private static Fix? ToName(ImageOccurrence place, ImageReference old, NearImage near, SourceText source)
    {
        // A name of one architecture stands for no other, whatever is behind it today.
        if (NamedArchitecture.OfTag(near.Image.Tag!) is not null || NamedArchitecture.OfRepository(near.Image.Name) is not null) return null;
        var isMoved = old.Name != near.Image.Name;
        var safety = isMoved && near.IsSame ? FixSafety.Safe : FixSafety.Ask;
        if (IsWhole(place) && ImageReference.Read(place.Written).Value == old)
        {
            var with = $"{(isMoved ? Familiar(near.Image) : NameIn(place.Written))}:{near.Image.Tag}{(old.Digest is null ? "" : $"@{near.Digest}")}";
            return new($"move to {with}", safety, Edit.Of(source, source.OffsetOf(place.At), place.Written.Length, with));
        }

        if (isMoved || OfMember(place.TagAt, old.Tag!, near.Image.Tag!, source) is not { } tag) return null;
        if (old.Digest is null) return new($"move to {near.Image.Tag}", safety, tag);
        return OfMember(place.DigestAt, old.Digest.ToString(), near.Digest.ToString(), source) is { } digest ? new($"move to {near.Image.Tag}", safety, tag, digest) : null;
    }

    // Of a name without a tag it may be that one stands beside it.
    private static bool IsWhole(ImageOccurrence place) => place.Written.AsSpan().ContainsAny(':', '@') || place.Kind
        is OccurrenceKind.DockerfileFrom or OccurrenceKind.DockerfileCopyFrom or OccurrenceKind.DockerfileMountFrom or OccurrenceKind.ComposeImage
        or OccurrenceKind.KubernetesContainer or OccurrenceKind.List;

    private static Edit? EndOf(SourceSpan at, string written, string old, string with, SourceText source) => written.EndsWith(old, StringComparison.Ordinal)
        ? Edit.Of(source, source.OffsetOf(at) + written.Length - old.Length + 1, old.Length - 1, with[1..])
        : null;

    // A chart's tag may bring its digest along: 1.2@sha256:….
    private static Edit? OfTag(ImageOccurrence place, ImageReference old, NearImage near, SourceText source)
    {
        var (start, digest) = ($"{old.Tag}@", old.Digest!.ToString());
        return OfMember(place.TagAt, start + digest, start + near.Digest, source);
    }

    // What an anchor names is written for other images too.
    private static Edit? OfMember(SourceSpan? member, string old, string with, SourceText source) =>
        member is { } at && at.Length == old.Length && source.Has(at, old) && !source.LineBefore(at).Contains('&')
            ? Edit.Of(source, source.OffsetOf(at), old.Length, with)
            : null;

    // The author's own spelling of the repository, without tag and digest.
    private static string NameIn(string written)
    {
        var name = written.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[..colon] : name;
    }

    private static string Familiar(ImageReference image) => image switch
    {
        { Registry: "docker.io" } when image.Repository.StartsWith("library/", StringComparison.Ordinal) => image.Repository["library/".Length..],
        { Registry: "docker.io" } => image.Repository,
        _ => image.Name,
    };
}
