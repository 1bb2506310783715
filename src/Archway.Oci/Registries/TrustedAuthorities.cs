using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Archway.Oci.Registries;

/// <summary>Certificate authorities that are trusted besides the machine's own, or in their place.</summary>
internal static class TrustedAuthorities
{
    /// <summary>Judges a server's certificate: good when it is for the name, and of an authority that the machine trusts or that was added.</summary>
    /// <exception cref="CertificateException">It is not, and why.</exception>
    internal static RemoteCertificateValidationCallback Besides(X509Certificate2Collection? added) => (_, certificate, sent, errors) =>
    {
        if (errors == SslPolicyErrors.None) return true;
        var isOfName = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);
        var status = errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? StatusOf(sent) : X509ChainStatusFlags.NoError;
        // Another name, or none at all, is mended by no authority.
        if (added is not null && status != 0 && certificate is X509Certificate2 leaf) status = StatusUnder(added, leaf, sent);
        var isMissing = errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable);
        return isMissing || isOfName || status != 0 ? throw new CertificateException(isOfName, status) : true;
    };

    /// <summary>Judges a server's certificate: good when it is for the name, and of one of these authorities, whatever the machine trusts.</summary>
    /// <exception cref="CertificateException">It is not, and why.</exception>
    internal static RemoteCertificateValidationCallback Only(X509Certificate2Collection own) => (_, certificate, sent, errors) =>
    {
        var isOfName = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);
        var status = certificate is X509Certificate2 leaf ? StatusUnder(own, leaf, sent) : X509ChainStatusFlags.PartialChain;
        return isOfName || status != 0 ? throw new CertificateException(isOfName, status) : true;
    };

    private static X509ChainStatusFlags StatusUnder(X509Certificate2Collection added, X509Certificate2 leaf, X509Chain? sent)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(added);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // What is asked for is a server's certificate (RFC 5280, 4.2.1.12).
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1"));
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        return chain.Build(leaf) ? X509ChainStatusFlags.NoError : StatusOf(chain);
    }

    // A chain that is refused without a reason is refused all the same.
    private static X509ChainStatusFlags StatusOf(X509Chain? chain) =>
        chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status) is { } status and not X509ChainStatusFlags.NoError
            ? status
            : X509ChainStatusFlags.PartialChain;
}
