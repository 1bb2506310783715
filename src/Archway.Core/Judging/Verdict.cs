namespace Archway.Judging;

/// <summary>Whether an image, or a pod of several, runs on a platform. Silence from a registry is its own answer, never a yes.</summary>
public abstract record Verdict
{
    private Verdict() { }

    /// <summary>It runs there.</summary>
    public sealed record Runs : Verdict;

    /// <summary>It does not run there.</summary>
    /// <param name="Because">Why, in one sentence.</param>
    public sealed record CannotRun(string Because) : Verdict;

    /// <summary>It could not be told.</summary>
    /// <param name="Because">Why, in one sentence.</param>
    public sealed record Unknown(string Because) : Verdict;

    /// <summary>The verdict on a pod that needs both: a no outranks not knowing, which outranks a yes.</summary>
    public static Verdict operator &(Verdict left, Verdict right) => (left, right) switch
    {
        (CannotRun, _) => left,
        (_, CannotRun) => right,
        (Unknown, _) => left,
        _ => right,
    };

    /// <summary>The verdict on a pod that needs both, for languages without operators.</summary>
    public static Verdict BitwiseAnd(Verdict left, Verdict right) => left & right;
}
