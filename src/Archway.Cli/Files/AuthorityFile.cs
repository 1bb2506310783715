using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Archway.Cli.Files;

/// <summary>A PEM file of certificate authorities that the user named.</summary>
internal static class AuthorityFile
{
    // All authorities of a system together have a quarter of a megabyte.
    private const int LargestFile = 4 * 1024 * 1024;
    private const byte DerSequence = 0x30;

    /// <summary>The authorities in it; at least one.</summary>
    /// <param name="name">The file as the user named it.</param>
    /// <param name="patience">How long a pipe may take to be written.</param>
    /// <param name="surroundings">Where it is looked for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="CommandException">It cannot be read, or holds none.</exception>
    internal static async Task<X509Certificate2Collection> ReadAsync(
        string name, TimeSpan patience, Surroundings surroundings, CancellationToken cancellationToken)
    {
        try
        {
            var path = Path.GetFullPath(name, surroundings.WorkingFolder);
            await using var file = await InputFile.OpenAsync(path, LargestFile, surroundings, cancellationToken)
                .WaitAsync(patience, surroundings.Time, cancellationToken);
            var content = new byte[file.Length];
            await file.ReadExactlyAsync(content, cancellationToken);
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPem(Encoding.ASCII.GetString(content));
            return authorities.Count > 0 ? authorities : throw new CommandException($"--ca-file {name} {Lack(content)}");
        }
        catch (TimeoutException)
        {
            throw new CommandException($"--ca-file {name} cannot be read: it is a pipe, and was not written to its end within {patience.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is IOException or CryptographicException)
        {
            throw new CommandException($"--ca-file {name} cannot be read: {e.Message}");
        }
    }

    private static string Lack(ReadOnlySpan<byte> content) => content switch
    {
        [] => "is empty",
        [DerSequence, ..] => "holds no certificate in PEM form but may hold one in DER form; openssl x509 -inform der -outform pem turns one into the other",
        _ when content.IndexOf("PRIVATE KEY-----"u8) >= 0 => "holds a private key and no certificate; name the file of the authority's certificate",
        _ => "holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)",
    };
}
