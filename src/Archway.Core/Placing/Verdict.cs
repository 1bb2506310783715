namespace Archway.Placing;

/// <summary>Whether an image, or a pod of several, runs on a machine. Silence from a registry is its own answer, never a yes.</summary>
public abstract record Verdict
{
    private Verdict() { }

    /// <summary>It runs.</summary>
    public sealed record Runs : Verdict;

    /// <summary>It does not.</summary>
    /// <param name="Because">Why, with the image and the architecture.</param>
    public sealed record CannotRun(string Because) : Verdict;

    /// <summary>It is not known.</summary>
    /// <param name="Because">Why.</param>
    public sealed record Unknown(string Because) : Verdict;

    /// <summary>The verdict on what needs both: a no outranks not knowing, which outranks a yes.</summary>
    public static Verdict operator &(Verdict left, Verdict right) => (left, right) switch
    {
        (CannotRun, _) => left,
        (_, CannotRun) => right,
        (Unknown, _) => left,
        _ => right,
    };
}
