using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Archway.Server.Metrics;

namespace Archway.Server.Serving;

/// <summary>Whether a caller is the API server, by the certificate that it shows.</summary>
/// <param name="authorities">Who may have issued it.</param>
/// <param name="name">Its common name; null for any.</param>
internal sealed class ClientCheck(X509Certificate2Collection authorities, string? name)
{
    /// <summary>The purpose of a certificate that a client shows (RFC 5280, 4.2.1.12).</summary>
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    /// <summary>The common name that is wanted; null for any.</summary>
    internal string? Name => name;

    /// <summary>Why it is not; null where it is.</summary>
    internal ClientRefusal? Refusal(X509Certificate? shown, X509Chain? sent, SslPolicyErrors errors)
    {
        if (shown is not X509Certificate2 certificate || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) return ClientRefusal.NoCertificate;
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new(ClientPurpose));
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        if (!chain.Build(certificate)) return ClientRefusal.NotTrusted;
        return name is null || NameOf(certificate) == name ? null : ClientRefusal.OtherName;
    }

    /// <summary>The common name of a certificate.</summary>
    internal static string NameOf(X509Certificate2 certificate) => certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
}
