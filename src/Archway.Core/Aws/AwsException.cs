namespace Archway.Aws;

/// <summary>AWS gave no usable answer, or cannot be asked; <see cref="Fault"/> says which kind.</summary>
/// <param name="fault">Which kind.</param>
/// <param name="message">What was done, what came back, and what to do next; nothing secret.</param>
/// <param name="cause">What it came of.</param>
public sealed class AwsException(AwsFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Which kind.</summary>
    public AwsFault Fault { get; } = fault;

    /// <summary>Whether any other question would end like this one.</summary>
    internal bool EndsAll => Fault is AwsFault.Configuration or AwsFault.Unreachable or AwsFault.Unauthorized;
}

/// <summary>Why AWS gave no usable answer.</summary>
public enum AwsFault
{
    /// <summary>There are no keys or no region, or what names them cannot be used.</summary>
    Configuration,

    /// <summary>No connection, or it was cut each time.</summary>
    Unreachable,

    /// <summary>It does not take the keys: unknown, expired, or the signature is not theirs.</summary>
    Unauthorized,

    /// <summary>Whose keys they are may not.</summary>
    Forbidden,

    /// <summary>There is no such thing.</summary>
    Absent,

    /// <summary>It wants to be asked less often.</summary>
    Busy,

    /// <summary>The answer is larger than is read.</summary>
    TooLarge,

    /// <summary>The answer is not what AWS says.</summary>
    Malformed,

    /// <summary>It failed, or refused, for another reason.</summary>
    Failed,
}
