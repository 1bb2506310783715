using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Archway.Oci.Registries;

/// <summary>Certificate authorities that are trusted besides the machine's own.</summary>
internal static class TrustedAuthorities
{
    /// <summary>Judges a server's certificate: good when the machine trusts it, or when it is whole but for an authority that is among the added ones.</summary>
    internal static RemoteCertificateValidationCallback Besides(X509Certificate2Collection added) => (_, certificate, sent, errors) =>
    {
        if (errors == SslPolicyErrors.None) return true;
        // Another name, or none at all, is mended by no authority.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 leaf) return false;
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(added);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // What is asked for is a server's certificate (RFC 5280, 4.2.1.12).
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1"));
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        return chain.Build(leaf);
    };
}
