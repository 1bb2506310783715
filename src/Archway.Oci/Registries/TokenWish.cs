namespace Archway.Oci.Registries;

/// <summary>What a token is wanted for.</summary>
/// <param name="Registry">The registry that wants it.</param>
/// <param name="Challenge">How it wants it.</param>
/// <param name="Scope">What is to be read, as the challenge or the specification words it: <c>repository:library/nginx:pull</c>.</param>
/// <param name="Credential">What the service is shown; null asks anonymously.</param>
internal sealed record TokenWish(Uri Registry, Challenge Challenge, string Scope, Credential? Credential)
{
    /// <summary>What a token for it is good for.</summary>
    internal TokenUse Use => new(new(Challenge["realm"], Challenge["service"]), Scope, Credential);
}
