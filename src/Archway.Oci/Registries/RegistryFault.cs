namespace Archway.Oci.Registries;

/// <summary>The kinds of no answer.</summary>
public enum RegistryFault
{
    /// <summary>No connection: the name, the network, the port or TLS failed, or the address may not be asked.</summary>
    Unreachable,

    /// <summary>A connection, but no answer in time.</summary>
    TimedOut,

    /// <summary>The registry wants a login, or another one (401).</summary>
    Unauthorized,

    /// <summary>The registry knows who asks and refuses (403).</summary>
    Forbidden,

    /// <summary>The registry was asked too often (429); <see cref="RegistryException.Until"/> says when to ask again, if it told.</summary>
    RateLimited,

    /// <summary>The registry says that it failed itself (5xx), or answered a status that has no meaning here.</summary>
    Failed,

    /// <summary>The answer is not what a registry answers: another kind of server, a broken body, a wrong media type.</summary>
    Malformed,

    /// <summary>The content is not what its digest says.</summary>
    DigestMismatch,

    /// <summary>The content is larger than what is read of its kind.</summary>
    TooLarge,
}
