using Archway.Oci.Platforms;

namespace Archway.Verifying.Binaries;

/// <summary>The platform that one name, a folder's or a part of a file's, stands for.</summary>
internal static class PlatformName
{
    /// <summary>Reads a name that holds a system and its architecture: <c>linux-x64</c>, <c>rollup-linux-arm64-gnu</c>, <c>app_linux_amd64_v1</c>.</summary>
    internal static Platform? FindPair(string name)
    {
        var words = NameWords.Of(name);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] is "linux64" or "linux32") return Platform.Of("linux", words[i] is "linux64" ? "amd64" : "386");
            if (SystemWord.Of(words[i]) is not { } system) continue;
            var at = i + 1 < words.Length && words[i + 1] is "musl" or "glibc" or "gnu" ? i + 2 : i + 1;
            if (at < words.Length && ArchitectureWord.BesideSystem(words[at]) is var (architecture, variant)) return Platform.Of(system, architecture, variant);
        }

        return null;
    }

    /// <summary>Reads the end of a name as that of a compiler's target: <c>aarch64-linux-gnu</c>, <c>cpython-312-x86_64-linux-musl</c>.</summary>
    /// <remarks>It has an architecture, perhaps a maker, a system and perhaps a way of calls.</remarks>
    internal static Platform? FindTarget(string name)
    {
        var words = NameWords.Of(name);
        // Another size of addresses makes another machine: gnux32, gnuabin32, gnu_ilp32 are no such words.
        var at = words is [.., var last] && SystemWord.IsAbi(last) ? words.Length - 2 : words.Length - 1;
        if (at < 1 || SystemWord.Of(words[at]) is not { } system) return null;
        var before = at - 1;
        while (before > 0 && SystemWord.IsVendor(words[before])) before--;
        if (words[before] is "arm") return Platform.Of(system, "arm", words[^1].EndsWith("hf", StringComparison.Ordinal) ? "v7" : null);
        return ArchitectureWord.Of(words[before]) is var (architecture, variant) ? Platform.Of(system, architecture, variant) : null;
    }

    /// <summary>Reads a folder for a system and in it one for an architecture: <c>linux/aarch64</c>, <c>Linux-Musl/x86_64</c>.</summary>
    internal static Platform? FindPair(string outer, string inner) =>
        NameWords.Of(inner) is [var word] && char.IsAsciiLetter(word.FirstOrDefault()) && ArchitectureWord.BesideSystem(word) is var (architecture, variant)
            && NameWords.Of(outer) is [var first, .. { Length: <= 1 } rest] && SystemWord.Of(first) is { } system
            && (rest is [] || SystemWord.IsAbi(rest[0]))
            ? Platform.Of(system, architecture, variant)
            : null;
}
