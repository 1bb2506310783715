using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Archway.Testing;

/// <summary>A certificate authority that no machine trusts by itself.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>A new one.</summary>
    public TestAuthority()
    {
        CertificateRequest request = new("CN=an authority of tests", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Certificate = request.CreateSelfSigned(Now.AddDays(-2), Now.AddDays(2));
    }

    /// <summary>Its own certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>A server's certificate, with its key, for these names or addresses.</summary>
    public X509Certificate2 Issue(params string[] names) => Issue(Now.AddDays(1), names);

    /// <summary>The same, good until a time.</summary>
    public X509Certificate2 Issue(DateTimeOffset until, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=a server of tests", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder subject = new();
        foreach (var name in names)
        {
            if (System.Net.IPAddress.TryParse(name, out var address)) subject.AddIpAddress(address);
            else subject.AddDnsName(name);
        }

        request.CertificateExtensions.Add(subject.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var signed = request.Create(Certificate, Now.AddDays(-1), until, RandomNumberGenerator.GetBytes(16));
        using var whole = signed.CopyWithPrivateKey(key);
        // Servers want the key in a store's form.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Signs what somebody else has the key of.</summary>
    public X509Certificate2 Sign(CertificateRequest request) => request.Create(Certificate, Now.AddDays(-1), Now.AddDays(1), RandomNumberGenerator.GetBytes(16));

    /// <summary>Writes its certificate as PEM, and tells where.</summary>
    public string Write(string folder)
    {
        var path = Path.Combine(folder, "authority.pem");
        File.WriteAllText(path, Certificate.ExportCertificatePem());
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }
}
