namespace Archway.Knowing;

/// <summary>What is known about a delivery that is no image: a binary, a package, a library, an operating system.</summary>
public sealed record ReleaseLine
{
    /// <summary>The form it comes in.</summary>
    public required Delivery Delivery { get; init; }

    /// <summary>What the versions of this line are called in a sentence: <c>Terraform</c>, <c>fluxctl</c>.</summary>
    public required string Name { get; init; }

    /// <summary>From which release on there is arm64.</summary>
    public required ReleaseGate Gate { get; init; }

    /// <summary>Where it is found or how it is asked for: a bucket, a channel, an option.</summary>
    public string? Note { get; init; }

    /// <summary>How sure this line is.</summary>
    public required Confidence Confidence { get; init; }
}
