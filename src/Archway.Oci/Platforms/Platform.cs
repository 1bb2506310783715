using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Archway.Oci.Platforms;

/// <summary>What a machine is, or what an image was built for: <c>linux/arm64</c>.</summary>
/// <remarks>
/// The spelling read is the spelling kept (<c>arm64/v8</c> stays so when written back); equality, hashing and
/// <see cref="CanRun"/> use the canonical one, in which <c>x86_64</c> is <c>amd64</c> and <c>arm64/v8</c> is <c>arm64</c>.
/// <see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md#image-index-property-descriptions"/>
/// </remarks>
public sealed class Platform : IEquatable<Platform>
{
    private const int LongestText = 128;
    private readonly PlatformKey _key;

    private Platform(string os, string architecture, string? variant, string? osVersion, ImmutableArray<string> osFeatures)
    {
        (Os, Architecture, Variant, OsVersion, OsFeatures) = (os, architecture, variant, osVersion, osFeatures);
        _key = PlatformKey.Of(os, architecture, variant);
    }

    /// <summary>Arm64 Linux, the platform that Archway moves fleets to.</summary>
    public static Platform LinuxArm64 { get; } = Of("linux", "arm64");

    /// <summary>The operating system as spelled: <c>linux</c>.</summary>
    public string Os { get; }

    /// <summary>The instruction set as spelled: <c>arm64</c>.</summary>
    public string Architecture { get; }

    /// <summary>The level within the instruction set as spelled: <c>v8</c>; null when none was given.</summary>
    public string? Variant { get; }

    /// <summary>The build of Windows that the image needs, such as <c>10.0.20348.2700</c>; null elsewhere.</summary>
    public string? OsVersion { get; }

    /// <summary>What the image needs of its operating system beyond that, such as <c>win32k</c>.</summary>
    public ImmutableArray<string> OsFeatures { get; }

    /// <summary>The one spelling that equal platforms share: <c>linux/arm64</c> for <c>linux/aarch64/v8</c>.</summary>
    public string Canonical => _key.ToString();

    /// <summary>Whether it is Linux, however that is spelled.</summary>
    internal bool IsLinux => _key.Os == "linux";

    /// <summary>A platform from its parts.</summary>
    /// <exception cref="ArgumentException">The operating system, the architecture or the variant is no word.</exception>
    public static Platform Of(string os, string architecture, string? variant = null, string? osVersion = null, ImmutableArray<string> osFeatures = default)
    {
        if (string.IsNullOrEmpty(variant)) variant = null;
        if (!IsWord(os)) throw new ArgumentException($"'{os}' is not an operating system's name", nameof(os));
        if (!IsWord(architecture)) throw new ArgumentException($"'{architecture}' is not an architecture's name", nameof(architecture));
        if (variant is not null && !IsWord(variant)) throw new ArgumentException($"'{variant}' is not a variant's name", nameof(variant));
        return new Platform(os, architecture, variant, string.IsNullOrEmpty(osVersion) ? null : osVersion, osFeatures.IsDefault ? [] : osFeatures);
    }

    /// <summary>Reads <c>os/architecture</c> or <c>os/architecture/variant</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static Platform Parse(string text) => Read(text).ValueOrThrow();

    /// <summary>Reads <c>os/architecture</c> or <c>os/architecture/variant</c>.</summary>
    public static Parsed<Platform> Read(string? text)
    {
        var parts = text is null || text.Length > LongestText ? [] : text.Split('/');
        return parts.Length is 2 or 3 && Array.TrueForAll(parts, IsWord)
            ? Parsed.Value(Of(parts[0], parts[1], parts.ElementAtOrDefault(2)))
            : Parsed.Problem<Platform>($"'{Shown(text)}' is not a platform; write it as os/architecture, like linux/arm64");
    }

    /// <summary>Whether a machine of this platform runs an image built for <paramref name="image"/>.</summary>
    /// <remarks>
    /// A machine runs its own level and the lower ones of its family: <c>amd64/v3</c> runs <c>amd64</c>, <c>arm/v7</c> runs <c>arm/v6</c>.
    /// A 64-bit Arm machine is not taken to run 32-bit images: the server cores of today do not.
    /// </remarks>
    public bool CanRun(Platform image) => _key.CanRun(image._key);

    /// <inheritdoc/>
    public bool Equals(Platform? other) => other is not null && _key == other._key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Platform);

    /// <inheritdoc/>
    public override int GetHashCode() => _key.GetHashCode();

    /// <summary>The platform as spelled: <c>linux/arm64/v8</c>.</summary>
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";

    /// <summary>Whether <paramref name="part"/> may stand between the slashes: letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, not too many.</summary>
    internal static bool IsWord([NotNullWhen(true)] string? part) =>
        part is { Length: > 0 and <= 64 } && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    private static string? Shown(string? text) =>
        text is null ? null : References.WrittenLogin.Hide(text) is { Length: > LongestText } much ? much[..LongestText] + "…" : References.WrittenLogin.Hide(text);
}
