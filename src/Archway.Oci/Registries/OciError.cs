namespace Archway.Oci.Registries;

/// <summary>An error as the distribution specification writes it.</summary>
internal sealed record OciError(string Code, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => (Code, Message) switch
    {
        ({ Length: > 0 }, { Length: > 0 }) => $" ({Code}: {Message})",
        ({ Length: > 0 }, _) => $" ({Code})",
        (_, { Length: > 0 }) => $" ({Message})",
        _ => "",
    };
}
