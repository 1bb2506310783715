using Archway.Oci.Platforms;

namespace Archway.Verifying.Binaries;

/// <summary>The tags of Python wheels, which say what they are built for: <c>cp312-cp312-manylinux_2_17_aarch64.manylinux2014_aarch64</c>.</summary>
/// <remarks><see href="https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/"/></remarks>
internal static class WheelTag
{
    /// <summary>The one platform that a tag, or a wheel's file name without its ending, is for; null for any platform and for several.</summary>
    internal static Platform? FindPlatform(string tag)
    {
        Platform? only = null;
        foreach (var one in tag[(tag.LastIndexOf('-') + 1)..].Split('.', 16))
        {
            if (OfOne(one) is not { } platform || (only is not null && !only.Equals(platform))) return null;
            only = platform;
        }

        return only;
    }

    // Only the first word and the last count, as in manylinux_2_17_aarch64 and macosx_11_0_arm64; universal2 is for two.
    private static Platform? OfOne(string tag)
    {
        if (tag is "win32") return Platform.Of("windows", "386");
        var words = NameWords.Of(tag);
        if (words.Length < 2 || ArchitectureWord.Of(words[^1]) is not var (architecture, variant)) return null;
        return SystemWord.Of(words[0].TrimEnd("0123456789".ToCharArray())) is { } system ? Platform.Of(system, architecture, variant) : null;
    }
}
