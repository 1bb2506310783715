using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Archway.Server.Serving;

/// <summary>A server's certificate and the authority that issued it, whose key nobody keeps.</summary>
/// <param name="Certificate">The certificate, as PEM.</param>
/// <param name="Key">Its key, as PEM.</param>
/// <param name="Authority">The authority's certificate, as PEM.</param>
internal sealed record SelfMadeCertificate(string Certificate, string Key, string Authority)
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan OtherClocks = TimeSpan.FromHours(1);

    /// <summary>Makes both anew.</summary>
    /// <param name="names">The names and addresses that the server is called by.</param>
    /// <param name="lifetime">How long both are good.</param>
    /// <param name="now">When it is.</param>
    internal static SelfMadeCertificate Make(IReadOnlyList<string> names, TimeSpan lifetime, DateTimeOffset now)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest own = new($"CN=archway-server authority {now:yyyy-MM-dd}", authorityKey, HashAlgorithmName.SHA256);
        own.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        own.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        own.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(own.PublicKey, critical: false));
        using var authority = own.CreateSelfSigned(now - OtherClocks, now + lifetime + OtherClocks);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=archway-server", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder subject = new();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) subject.AddIpAddress(address);
            else subject.AddDnsName(name);
        }

        request.CertificateExtensions.Add(subject.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerPurpose)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var signed = request.Create(authority, now - OtherClocks, now + lifetime, RandomNumberGenerator.GetBytes(16));
        return new(signed.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n", authority.ExportCertificatePem() + "\n");
    }
}
