using System.Collections.Immutable;
using Archway.Oci.Platforms;

namespace Archway.Judging.Sources.Data;

/// <summary>The architectures that rules speak of.</summary>
internal static class Architectures
{
    internal const string Amd64 = "amd64";

    /// <summary>What sources are mostly bound to.</summary>
    internal static Platform LinuxAmd64 { get; } = Platform.Of("linux", Amd64);

    /// <summary>Whether a word means amd64.</summary>
    internal static bool IsAmd64(string? word) => word?.Trim().ToLowerInvariant() is Amd64 or "x86_64" or "x86-64" or "linux/amd64" or "linux/x86_64";

    /// <summary>The architecture of a platform as images and nodes call it.</summary>
    internal static string NameOf(Platform platform) => platform.Canonical.Split('/')[1];

    /// <summary>The architectures of the targets.</summary>
    internal static IEnumerable<string> Of(RuleContext context) => context.Targets.Where(target => target.IsLinux).Select(NameOf).Distinct();

    /// <summary>The architecture that a fleet most likely has beside one.</summary>
    internal static string BesideOf(string architecture) => architecture == Amd64 ? "arm64" : Amd64;

    /// <summary>The architectures of the targets that machines of amd64 do not serve.</summary>
    internal static ImmutableArray<string> Lacking(RuleContext context) =>
        [.. context.Targets.Where(target => target.IsLinux && !LinuxAmd64.CanRun(target)).Select(NameOf).Distinct()];
}
