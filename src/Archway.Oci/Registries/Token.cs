using Archway.Oci.Content;

namespace Archway.Oci.Registries;

/// <summary>An access token for some scope.</summary>
/// <param name="Value">What is shown to the registry.</param>
/// <param name="Obtained">When it was asked for, by the clock's timestamp.</param>
/// <param name="Until">When it is used no more.</param>
internal sealed record Token(string Value, long Obtained, DateTimeOffset Until)
{
    // The specification's default, for registries that do not tell.
    private const long DefaultSeconds = 60;

    /// <summary>Reads a token service's answer.</summary>
    /// <exception cref="FormatException">It holds no token.</exception>
    internal static Token Read(ReadOnlyMemory<byte> raw, int limit, TimeProvider time) => OciJson.Read(raw, "the token", limit, root =>
    {
        var value = root.Text("token") is { Length: > 0 } token ? token : root.Text("access_token");
        if (string.IsNullOrEmpty(value) || value.Any(c => c is <= ' ' or > '~')) throw new FormatException("the answer holds no token");
        var seconds = Math.Clamp(root.Number("expires_in") ?? DefaultSeconds, 1, 24 * 60 * 60);
        // Used up a little early, so that it does not end on its way.
        return new Token(value, time.GetTimestamp(), time.GetUtcNow() + TimeSpan.FromSeconds(seconds * 0.9));
    });

    /// <summary>Only when it ends; never the value.</summary>
    public override string ToString() => $"a token until {Until:u}";
}
