namespace Archway.Oci.Registries;

/// <summary>A store of images gave no usable answer. The one exception of this layer; <see cref="Fault"/> says which kind.</summary>
/// <param name="fault">Which kind.</param>
/// <param name="message">What was being done, to what, what came back, and what to do.</param>
/// <param name="cause">What was caught, if anything.</param>
public sealed class RegistryException(RegistryFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Which kind of no answer it is.</summary>
    public RegistryFault Fault { get; } = fault;

    /// <summary>The message without what was being done, for a report that names the image beside it.</summary>
    public string Reason { get; private init; } = message;

    /// <summary>When the registry may be asked again; null when it did not say.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether it is the credential that was refused, whatever was asked for.</summary>
    internal bool IsOfCredential { get; init; }

    /// <summary>Whether the message says what was being done already.</summary>
    internal bool IsTold { get; private init; }

    /// <summary>The same, for another who asked the same in vain: an exception is thrown once only.</summary>
    internal RegistryException Again() => new(Fault, Message, InnerException) { Until = Until, Reason = Reason };

    /// <summary>The same, with what went wrong before it.</summary>
    internal RegistryException With(string before) =>
        new(Fault, $"{Message}; {before}", this) { Until = Until, IsTold = IsTold, Reason = $"{Reason}; {before}" };

    /// <summary>Does something, and says of what goes wrong what was being done.</summary>
    internal static async Task<T> WhileAsync<T>(string doing, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (RegistryException e) when (!e.IsTold)
        {
            throw e.While(doing);
        }
    }

    /// <summary>The same, said of what was being done.</summary>
    internal RegistryException While(string doing) => new(Fault, $"cannot {doing}: {Message}", this) { Until = Until, IsTold = true, Reason = Reason };
}
