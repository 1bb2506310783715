using System.Security.Cryptography;

namespace Archway.Oci.Content;

/// <summary>The name content gives itself: <c>sha256:9f86d0…</c>.</summary>
/// <remarks>
/// SHA-256 and SHA-512 are read, in lower-case hexadecimal.
/// <see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#digests"/>
/// </remarks>
public sealed record Digest
{
    private Digest(string algorithm, string hex) => (Algorithm, Hex) = (algorithm, hex);

    /// <summary>The hash's name: <c>sha256</c> or <c>sha512</c>.</summary>
    public string Algorithm { get; }

    /// <summary>The hash in lower-case hexadecimal: 64 digits of SHA-256, 128 of SHA-512.</summary>
    public string Hex { get; }

    /// <summary>The SHA-256 digest of <paramref name="content"/>.</summary>
    public static Digest Of(ReadOnlySpan<byte> content) => new("sha256", Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>The digest of a finished hash.</summary>
    /// <exception cref="ArgumentException">The length is of neither SHA-256 nor SHA-512.</exception>
    public static Digest OfHash(ReadOnlySpan<byte> hash) => hash.Length switch
    {
        SHA256.HashSizeInBytes => new("sha256", Convert.ToHexStringLower(hash)),
        SHA512.HashSizeInBytes => new("sha512", Convert.ToHexStringLower(hash)),
        _ => throw new ArgumentException($"a hash of {hash.Length} bytes is neither SHA-256 nor SHA-512", nameof(hash)),
    };

    /// <summary>Reads <c>algorithm:hex</c>.</summary>
    /// <exception cref="FormatException">The text is no digest of a known algorithm.</exception>
    public static Digest Parse(string text) => Read(text).ValueOrThrow();

    /// <summary>Reads <c>algorithm:hex</c>.</summary>
    public static Parsed<Digest> Read(string? text)
    {
        var colon = text?.IndexOf(':') ?? -1;
        if (text is null || colon < 1 || text.Length > 256)
            return Parsed.Problem<Digest>($"'{Shown(text)}' is not a digest; write it as sha256: and 64 hexadecimal digits");
        var (algorithm, hex) = (text[..colon], text[(colon + 1)..]);
        var length = algorithm switch { "sha256" => 64, "sha512" => 128, _ => 0 };
        if (length == 0) return Parsed.Problem<Digest>($"'{Shown(text)}' is not a digest this version reads; sha256 and sha512 are");
        return hex.Length == length && hex.All(char.IsAsciiHexDigitLower)
            ? Parsed.Value(new Digest(algorithm, hex))
            : Parsed.Problem<Digest>($"'{Shown(text)}' is not a digest; {algorithm} takes {length} lower-case hexadecimal digits");
    }

    /// <summary>Whether <paramref name="content"/> has this digest.</summary>
    public bool Matches(ReadOnlySpan<byte> content) => Hex == Convert.ToHexStringLower(
        Algorithm == "sha512" ? SHA512.HashData(content) : SHA256.HashData(content));

    /// <summary>A running hash of this digest's algorithm, for content read as a stream.</summary>
    public IncrementalHash StartHash() =>
        IncrementalHash.CreateHash(Algorithm == "sha512" ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);

    /// <summary>The digest as written: <c>sha256:9f86d0…</c>.</summary>
    public override string ToString() => $"{Algorithm}:{Hex}";

    private static string? Shown(string? text) =>
        text is null ? null : References.WrittenLogin.Hide(text) is { Length: > 160 } much ? much[..160] + "…" : References.WrittenLogin.Hide(text);
}
