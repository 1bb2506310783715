namespace Archway.Planning;

/// <summary>A plan that cannot be made; the message says what is in the way.</summary>
public sealed class PlanException : Exception
{
    /// <summary>Creates the exception.</summary>
    public PlanException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is in the way, in one sentence.</param>
    public PlanException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is in the way, in one sentence.</param>
    /// <param name="innerException">What brought it about.</param>
    public PlanException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
