using System.Text.RegularExpressions;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Tells whether shell text heeds that there is more than one architecture.</summary>
internal static partial class ArchitectureQuestion
{
    /// <summary>Whether it asks for the architecture, or names Arm.</summary>
    internal static bool IsIn(ReadOnlySpan<char> text) => NamesArm(text) || Asked().IsMatch(text);

    /// <summary>Whether it asks for the architecture: <c>$(uname -m)</c>, <c>$TARGETARCH</c>, <c>$ARCH</c>.</summary>
    internal static bool IsAsked(ReadOnlySpan<char> text) => Asked().IsMatch(text);

    /// <summary>Whether it names an Arm architecture.</summary>
    internal static bool NamesArm(ReadOnlySpan<char> text) => Arm().IsMatch(text);

    [GeneratedRegex(@"uname\s+-[a-z]*[mpi]|--print-arch|[$(`]arch[)`]|\$\{?[!#]?\w*(?:arch|platform|machine|hosttype|cpu)\w*|rpm\s+(?:--eval|-E)|/proc/cpuinfo|\blscpu\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Asked();

    [GeneratedRegex(@"(?<![A-Za-z0-9])(?:arm64|aarch_?64|arm64v8|armv[5-8]|armhf|arm32)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Arm();
}
