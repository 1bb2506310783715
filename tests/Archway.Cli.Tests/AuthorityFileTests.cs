using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What is named with <c>--ca-file</c> and is none: told in one sentence, within a bound.</summary>
public sealed class AuthorityFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("none", "cannot read FILE: there is no such file")]
    [InlineData("folder", "cannot read FILE: it is a folder")]
    [InlineData("empty", "--ca-file empty is empty")]
    [InlineData("key", "--ca-file key holds a private key and no certificate; name the file of the authority's certificate")]
    [InlineData("der", "--ca-file der holds no certificate in PEM form but may hold one in DER form; "
        + "openssl x509 -inform der -outform pem turns one into the other")]
    [InlineData("text", "--ca-file text holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)")]
    [InlineData("large", "cannot read FILE: it has more than 4194304 bytes")]
    public async Task What_holds_no_authority_is_told(string name, string message)
    {
        Lay();

        var ran = await RunAsync(name);

        Assert.Equal((ExitCodes.Failed, $"archway: {message.Replace("FILE", Path.Combine(_folder.Path, name), StringComparison.Ordinal)}\n"), (ran.ExitCode, ran.Error));
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_told()
    {
        _folder.With("broken", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        var ran = await RunAsync("broken");

        Assert.Equal(ExitCodes.Failed, ran.ExitCode);
        Assert.StartsWith("archway: --ca-file broken cannot be read: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_no_end_is_not_read_to_it()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "/dev/zero is not here");

        var ran = await RunAsync("/dev/zero");

        Assert.Equal((ExitCodes.Failed, "archway: cannot read /dev/zero: it has more than 4194304 bytes\n"), (ran.ExitCode, ran.Error));
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_is_given_up()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mkfifo"), "mkfifo is not here");
        var pipe = Path.Combine(_folder.Path, "pipe");
        using (var made = System.Diagnostics.Process.Start("/usr/bin/mkfifo", [pipe])) await made.WaitForExitAsync(TestContext.Current.CancellationToken);

        var ran = await RunAsync("pipe");

        Assert.Equal((ExitCodes.Failed, "archway: --ca-file pipe cannot be read: it is a pipe, and was not written to its end within 1 s\n"), (ran.ExitCode, ran.Error));
        // Whoever waits still may go.
        await File.WriteAllTextAsync(pipe, "", TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Dispose();

    private void Lay()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        _folder.With("empty", "").With("key", key.ExportPkcs8PrivateKeyPem()).With("text", "authority\n").With("folder/file", "");
        File.WriteAllBytes(Path.Combine(_folder.Path, "der"), certificate.Export(X509ContentType.Cert));
        // A hole, as large as a disk image.
        using var large = File.Create(Path.Combine(_folder.Path, "large"));
        large.SetLength(1 << 30);
    }

    private async Task<Ran> RunAsync(string file)
    {
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };
        return await archway.RunAsync("scan", "image:example.com/acme/api:1", "--offline", "--give-up-after", "1", "--ca-file", file);
    }
}
