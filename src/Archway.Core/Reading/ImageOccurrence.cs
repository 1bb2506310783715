using System.Collections.Immutable;
using Archway.Oci.References;

namespace Archway.Reading;

/// <summary>One place that names an image, exactly as its author wrote it, and which image that is.</summary>
public sealed record ImageOccurrence
{
    // A reason may say the text, which may be as long as its file.
    private const int LongestReason = 1000;

    /// <summary>Where the name stands.</summary>
    public required SourceSpan At { get; init; }

    /// <summary>The name as written, variables and all.</summary>
    public required string Written { get; init; }

    /// <summary>In what kind of place it stands.</summary>
    public required OccurrenceKind Kind { get; init; }

    /// <summary>The image meant; null when that cannot be told, and then <see cref="Reason"/> says why.</summary>
    public ImageReference? Image { get; init; }

    /// <summary>Why there is no <see cref="Image"/>: the variable without a value, or what is wrong with the text.</summary>
    public string? Reason { get; init; }

    /// <summary>What the image is part of: <c>Deployment/shop/cart</c>, a Compose service, a Dockerfile's stage.</summary>
    public string? Workload { get; init; }

    /// <summary>The container within the workload, where it has a name.</summary>
    public string? Container { get; init; }

    /// <summary>The platform that the place itself asks for, as written: <c>FROM --platform=</c>, a Compose service's <c>platform</c>.</summary>
    public string? Platform { get; init; }

    /// <summary>How the place asks for GPUs, as a person would name it: <c>nvidia.com/gpu: 1</c>, <c>runtimeClassName: nvidia</c>; null where it asks for none.</summary>
    public string? Gpu { get; init; }

    /// <summary>Who owns the file, as the repository's CODEOWNERS names them: <c>@team/payments</c>; empty when nobody does.</summary>
    public ImmutableArray<string> Owners { get; init; } = [];

    /// <summary>The namespace of the live cluster that it runs in; null where it stands in a file.</summary>
    public string? Namespace { get; init; }

    /// <summary>How a live workload stands, where it does not simply run: <c>suspended</c>, <c>scaled to zero</c>, <c>finished</c>.</summary>
    public string? State { get; init; }

    /// <summary>Where its tag stands, where that is a member of its own beside the name.</summary>
    internal SourceSpan? TagAt { get; init; }

    /// <summary>Where its digest stands, where that is a member of its own beside the name.</summary>
    internal SourceSpan? DigestAt { get; init; }

    /// <summary>The image meant, or what was written where it is none of a registry.</summary>
    internal string Name => Image?.ToString() ?? Written;

    /// <summary>An occurrence of <paramref name="resolved"/>, the text after variables were filled in.</summary>
    public static ImageOccurrence Of(SourceSpan at, string written, string resolved, OccurrenceKind kind)
    {
        var read = ImageReference.Read(resolved);
        return new() { At = at, Written = written, Kind = kind, Image = read.Value, Reason = read.Problem };
    }

    /// <summary>An occurrence whose image cannot be told.</summary>
    public static ImageOccurrence Unresolved(SourceSpan at, string written, string reason, OccurrenceKind kind) =>
        new() { At = at, Written = written, Kind = kind, Reason = reason.Length > LongestReason ? reason[..LongestReason] + "…" : reason };
}
