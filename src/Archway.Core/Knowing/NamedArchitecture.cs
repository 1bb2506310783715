namespace Archway.Knowing;

/// <summary>The architecture that a tag or a repository carries in its name: <c>v0.12.0-arm64</c>, <c>metrics-server-amd64</c>.</summary>
internal static class NamedArchitecture
{
    private static readonly char[] Marks = ['-', '_', '.', '+'];

    /// <summary>The one architecture a tag names; null when it names none, or several (then it is about something else).</summary>
    internal static string? OfTag(string tag) => Only(Words(tag));

    /// <summary>Whether a tag names more than one architecture, as those of emulators do.</summary>
    internal static bool NamesSeveral(string tag) => Words(tag).Length > 1;

    /// <summary>The one architecture at the end of a repository's path or as its Docker Hub organisation.</summary>
    internal static string? OfRepository(string name)
    {
        if (IsOfBuildTool(name)) return null;
        var parts = name.Split('/');
        if (parts is ["docker.io", var organisation, _] && OfOrganisation(organisation) is { } whole) return whole;
        var last = Tokens(parts[^1]);
        return last.Length > 1 && Of(last[^1]) is { } end && Only(Words(parts[^1])) == end ? end : null;
    }

    /// <summary>Whether an image compiles for or emulates what its name says, and runs on another: <c>dockcross/linux-arm64</c>.</summary>
    internal static bool IsOfBuildTool(string name) =>
        name.Contains("cross", StringComparison.Ordinal)
        || name.Contains("qemu", StringComparison.Ordinal)
        || name.Contains("binfmt", StringComparison.Ordinal);

    /// <summary>The canonical name of an architecture in any of its spellings; null for any other word.</summary>
    /// <remarks>A bare <c>arm</c> is none: some mean 32 bits by it and some 64.</remarks>
    internal static string? Of(string word) => word.ToLowerInvariant() switch
    {
        "amd64" or "x64" or "x86" => "amd64",
        "arm64" or "aarch64" or "arm64v8" or "arm64v9" => "arm64",
        "arm32" or "armhf" or "armel" or "armv5" or "armv6" or "armv6hf" or "armv7" or "armv7hf" or "armv7l"
            or "arm32v5" or "arm32v6" or "arm32v7" => "arm",
        "i386" or "i686" => "386",
        "ppc64le" or "ppc64el" => "ppc64le",
        "s390x" => "s390x",
        "riscv64" => "riscv64",
        "mips64le" => "mips64le",
        "loong64" or "loongarch64" => "loong64",
        _ => null,
    };

    // The organisations of the official images, today's and the first ones.
    private static string? OfOrganisation(string name) =>
        name is "amd64" or "arm64v8" or "aarch64" or "arm32v5" or "arm32v6" or "arm32v7" or "armhf" or "armel"
            or "i386" or "ppc64le" or "s390x" or "riscv64" or "mips64le"
            ? Of(name)
            : null;

    private static string? Only(string[] words) => words is [var one] ? one : null;

    private static string[] Words(string text) => [.. Tokens(text).Select(Of).OfType<string>().Distinct()];

    private static string[] Tokens(string text) => text
        .Replace("x86-64", "amd64", StringComparison.OrdinalIgnoreCase)
        .Replace("x86_64", "amd64", StringComparison.OrdinalIgnoreCase)
        .Split(Marks);
}
