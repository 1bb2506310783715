namespace Archway.Verifying.Binaries;

/// <summary>The words by which names of files and folders mean an architecture.</summary>
internal static class ArchitectureWord
{
    /// <summary>The architecture and variant as images call them; null for any other word.</summary>
    /// <remarks>Words that mean something else as well, as <c>arm</c> and <c>x86</c> do, are in <see cref="BesideSystem"/>.</remarks>
    internal static (string Architecture, string? Variant)? Of(string word) => word switch
    {
        "amd64" or "x64" => ("amd64", null),
        "arm64" or "aarch64" or "arm64v8" => ("arm64", null),
        "armhf" or "armv7" or "armv7l" or "armv7a" or "armv7hf" or "armv7hl" or "arm32v7" => ("arm", "v7"),
        "armv6" or "armv6l" or "armv6hf" or "arm32v6" => ("arm", "v6"),
        "armel" or "armv5" or "armv5l" or "armv5te" or "arm32v5" => ("arm", "v5"),
        "i386" or "i486" or "i586" or "i686" or "ia32" => ("386", null),
        "ppc64le" or "ppc64el" or "powerpc64le" => ("ppc64le", null),
        "ppc64" or "powerpc64" => ("ppc64", null),
        "s390x" => ("s390x", null),
        "riscv64" or "riscv64gc" => ("riscv64", null),
        "loong64" or "loongarch64" => ("loong64", null),
        "mips64el" or "mips64le" => ("mips64le", null),
        "mipsel" or "mipsle" => ("mipsle", null),
        _ => null,
    };

    /// <summary>The architecture of a word that stands behind an operating system: <c>linux-arm</c>, <c>linux-x86</c>, <c>linux-64</c>.</summary>
    internal static (string Architecture, string? Variant)? BesideSystem(string word) => word switch
    {
        "arm" or "arm32" or "armeabi" => ("arm", null),
        "x86" or "32" => ("386", null),
        "64" => ("amd64", null),
        "mips64" => ("mips64", null),
        "mips" => ("mips", null),
        _ => Of(word),
    };
}
