namespace Archway.Oci.Registries;

/// <summary>How a registry would be asked, and what it said to it.</summary>
public sealed record RegistryCheck
{
    /// <summary>Which registry, or which part of one.</summary>
    public required RegistryPlace Place { get; init; }

    /// <summary>Where its API is asked.</summary>
    public required Uri Address { get; init; }

    /// <summary>The proxy between, without its login; null when it is asked directly.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>What is asked before it, in order.</summary>
    public IReadOnlyList<RegistryMirror> Mirrors { get; init; } = [];

    /// <summary>What it would be shown; null when it is asked anonymously.</summary>
    public Credential? Credential { get; init; }

    /// <summary>Why a place of credentials could not be read, if so.</summary>
    public string? CredentialProblem { get; init; }

    /// <summary>How it wants to be logged in to, <c>Basic</c> or <c>Bearer</c>; null when it lets in without.</summary>
    public string? Scheme { get; init; }

    /// <summary>Where its tokens come from, as it says; null when it wants none.</summary>
    public string? Realm { get; init; }

    /// <summary>Why it gave no usable answer; null when it lets in.</summary>
    public RegistryException? Refusal { get; init; }

    /// <summary>How many more requests it answers; null when it does not tell.</summary>
    public RequestAllowance? Allowance { get; init; }

    /// <summary>What to run to log in, in words.</summary>
    public string LoginAdvice => Registries.LoginAdvice.For(Place.Registry);
}
