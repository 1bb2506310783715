namespace Archway.Reading.Data;

/// <summary>A document that cannot be read; it becomes a <see cref="DataProblem"/> and never leaves the readers.</summary>
internal sealed class DataException(int offset, string message) : Exception(message.Length > Longest ? message[..Longest] + "…" : message)
{
    // A message may hold a name of the text's, which may be as long as the text.
    private const int Longest = 500;

    /// <summary>The character at which reading stopped.</summary>
    internal int Offset { get; } = offset;
}
