namespace Archway.Oci.Registries;

/// <summary>What is asked of a registry.</summary>
/// <param name="Method">How.</param>
/// <param name="Repository">The repository whose login it takes; empty for the registry as such.</param>
/// <param name="Path">Where, below <c>/v2/</c>, or the whole address that the registry gave for it.</param>
internal sealed record RegistryRequest(HttpMethod Method, string Repository, string Path)
{
    private static readonly string[] AnyType = ["*/*"];

    /// <summary>The media types wanted.</summary>
    internal IReadOnlyList<string> Accept { get; init; } = AnyType;

    /// <summary>What is sent, made anew each time; null for requests without body.</summary>
    internal Func<HttpContent>? Body { get; init; }

    /// <summary>Whether the same may be sent again after a passing failure.</summary>
    internal bool IsRepeatable { get; init; } = true;

    /// <summary>Adds headers, each time it is sent.</summary>
    internal Action<HttpRequestMessage>? Prepare { get; init; }
}
