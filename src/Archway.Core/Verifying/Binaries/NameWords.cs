namespace Archway.Verifying.Binaries;

/// <summary>The words of a name, with architectures whose own names are of several words in one.</summary>
internal static class NameWords
{
    // Longer than any name that means something.
    private const int Longest = 256;

    private static readonly char[] Marks = ['-', '_'];

    /// <summary>Splits at the marks between words.</summary>
    internal static string[] Of(string name)
    {
        if (name.Length > Longest) return [];
        return name.ToLowerInvariant()
            .Replace("x86_64", "amd64", StringComparison.Ordinal)
            .Replace("x86-64", "amd64", StringComparison.Ordinal)
            // The spellings of Maven's os-maven-plugin.
            .Replace("aarch_64", "arm64", StringComparison.Ordinal)
            .Replace("x86_32", "i386", StringComparison.Ordinal)
            .Replace("arm_32", "arm32", StringComparison.Ordinal)
            .Replace("ppcle_64", "ppc64le", StringComparison.Ordinal)
            .Replace("s390_64", "s390x", StringComparison.Ordinal)
            .Replace("loongarch_64", "loong64", StringComparison.Ordinal)
            .Split(Marks);
    }
}
