namespace Archway.Verifying.Layers;

/// <summary>A layer cannot be read; <see cref="Fault"/> says which kind of trouble it is.</summary>
/// <param name="fault">Which kind.</param>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="cause">What was caught, if anything.</param>
internal sealed class LayerException(LayerFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Which kind of trouble it is.</summary>
    internal LayerFault Fault { get; } = fault;

    /// <summary>The message without what was being done, for a report that names the layer beside it.</summary>
    internal string Reason { get; private init; } = message;

    /// <summary>Whether the fault may lie in how the bytes came, which their digest tells.</summary>
    internal bool IsOfBytes => Fault is LayerFault.Mismatched or LayerFault.Truncated or LayerFault.Corrupted or LayerFault.Malformed;

    /// <summary>The same, said of what was being done.</summary>
    internal LayerException While(string doing) => new(Fault, $"cannot {doing}: {Reason}", this) { Reason = Reason };
}
