using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Reading;

namespace Archway.Judging;

/// <summary>Something a reader should know about one place.</summary>
public sealed record Finding
{
    /// <summary>The rule's id, under which its page stands: <c>D108</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>How much it stands in the way.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Where.</summary>
    public required SourceSpan At { get; init; }

    /// <summary>The image it speaks of; null where that cannot be told.</summary>
    public ImageReference? Image { get; init; }

    /// <summary>The platform it speaks of; null where it speaks of none.</summary>
    public Platform? Platform { get; init; }

    /// <summary>What is so, in one sentence, with what to do where that is known.</summary>
    public required string Message { get; init; }

    /// <summary>Why it does not count; null when it does.</summary>
    public Suppression? Suppression { get; init; }

    /// <summary>What would settle it; null where nothing can be said of that.</summary>
    public Fix? Fix { get; init; }
}
