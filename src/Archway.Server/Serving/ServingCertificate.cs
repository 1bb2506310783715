using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Archway.Server.Metrics;

namespace Archway.Server.Serving;

/// <summary>The certificate that is shown: read from files, and read anew when they change. Connections that are open keep what they began with.</summary>
internal sealed class ServingCertificate : IDisposable
{
    private const int LargestFile = 1024 * 1024;

    private readonly string _certificate;
    private readonly string _key;
    private readonly Action<string> _log;
    private readonly ServerMetrics _metrics;
    private readonly TimeProvider _time;
    private volatile Shown _shown;
    private string? _told;

    private ServingCertificate(string certificate, string key, Shown shown, Action<string> log, ServerMetrics metrics, TimeProvider time) =>
        (_certificate, _key, _shown, _log, _metrics, _time) = (certificate, key, shown, log, metrics, time);

    /// <summary>Reads the certificate.</summary>
    /// <exception cref="ServerException">The files cannot be read, or do not belong together.</exception>
    internal static async Task<ServingCertificate> ReadAsync(
        string certificate, string key, Action<string> log, ServerMetrics metrics, TimeProvider time, CancellationToken cancellationToken)
    {
        ServingCertificate read = new(certificate, key, await Shown.ReadAsync(certificate, key, cancellationToken), log, metrics, time);
        if (read.IsOver(read._shown)) log($"the certificate {certificate} ended on {read.Until:u}: API servers refuse it until it is replaced");
        return read;
    }

    /// <summary>What is shown to who connects now.</summary>
    internal SslStreamCertificateContext Context => _shown.Context;

    /// <summary>Until when it is good.</summary>
    internal DateTimeOffset Until => _shown.Context.TargetCertificate.NotAfter.ToUniversalTime();

    /// <summary>Looks whether the files changed; while they cannot be read, as in the middle of being changed, what was shown is.</summary>
    internal async Task ReloadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await Shown.ReadAsync(_certificate, _key, cancellationToken) is var now && now.Print == _shown.Print) return;
            if (IsOver(now) && !IsOver(_shown)) throw new ServerException($"the certificate {_certificate} is another, and ended on {now.Context.TargetCertificate.NotAfter.ToUniversalTime():u}");
            // The one before is not disposed: handshakes may be in the middle of showing it, and its finalizer frees it.
            _shown = now;
            _told = null;
            _metrics.Reloaded();
            _log($"another certificate is shown, good until {now.Context.TargetCertificate.NotAfter.ToUniversalTime():u}");
        }
        catch (ServerException problem)
        {
            if (_told == problem.Message) return;
            _told = problem.Message;
            _log($"{problem.Message}; the certificate that was read before is shown on");
        }
    }

    private bool IsOver(Shown shown) => shown.Context.TargetCertificate.NotAfter.ToUniversalTime() <= _time.GetUtcNow().UtcDateTime;

    public void Dispose() => _shown.Context.TargetCertificate.Dispose();

    private sealed record Shown(string Print, SslStreamCertificateContext Context)
    {
        internal static async Task<Shown> ReadAsync(string certificate, string key, CancellationToken cancellationToken)
        {
            try
            {
                var (text, secret) = (await ReadFileAsync(certificate, cancellationToken), await ReadFileAsync(key, cancellationToken));
                var print = Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text + '\0' + secret)));
                using var own = X509Certificate2.CreateFromPem(text, secret);
                X509Certificate2Collection all = [];
                all.ImportFromPem(text);
                // Servers want the key in a store's form.
                var leaf = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
                return new(print, SslStreamCertificateContext.Create(leaf, all, offline: true));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
            {
                throw new ServerException($"the certificate {certificate} with the key {key} cannot be read: {e.Message}");
            }
        }

        private static async Task<string> ReadFileAsync(string path, CancellationToken cancellationToken)
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile }) throw new IOException($"{path} is larger than {LargestFile} bytes");
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
    }
}
