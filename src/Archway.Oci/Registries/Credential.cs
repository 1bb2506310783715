using System.Net.Http.Headers;
using System.Text;

namespace Archway.Oci.Registries;

/// <summary>What a registry is shown to know who asks.</summary>
/// <param name="Username">The name; empty with an identity token.</param>
/// <param name="Secret">The password, or the identity token that buys access tokens.</param>
/// <param name="IsIdentityToken">Whether <paramref name="Secret"/> is an identity token.</param>
/// <param name="Source">Where it was found, fit to be shown: a file, or a helper's name.</param>
public sealed record Credential(string Username, string Secret, bool IsIdentityToken, string Source)
{
    /// <summary>The user and password as a request shows them.</summary>
    internal AuthenticationHeaderValue Basic() => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Username}:{Secret}")));

    /// <summary>Where the credential was found; never the secret.</summary>
    public override string ToString() => $"a credential from {Source}";
}
