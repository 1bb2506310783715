namespace Archway.Reading.Data;

/// <summary>A document that cannot be read; it becomes a <see cref="DataProblem"/> and never leaves the readers.</summary>
internal sealed class DataException(int offset, string message) : Exception(message)
{
    /// <summary>The character at which reading stopped.</summary>
    internal int Offset { get; } = offset;
}
