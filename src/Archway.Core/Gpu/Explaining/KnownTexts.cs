using System.Collections.Frozen;
using System.Collections.Immutable;
using Archway.Gpu.Checks;

namespace Archway.Gpu.Explaining;

/// <summary>A text that a check shows as.</summary>
/// <param name="Check">The check.</param>
/// <param name="Letters">Its letters as <see cref="Letter"/> leaves them.</param>
/// <param name="Near">Letters of which one must stand close behind, where the text alone says too little; else none.</param>
internal sealed record KnownText(GpuCheck Check, string Letters, ImmutableArray<string> Near);

/// <summary>All texts that checks show as, the spellings of other versions among them, and which checks share one.</summary>
internal static class KnownTexts
{
    // Tools of other versions, and the same failure as another layer words it.
    private static readonly (string Check, string Text)[] Variants =
    [
        ("GPU-F03", "could not select device driver with capabilities: [[gpu]]"),
        ("GPU-F06", "ldcache error: process /sbin/ldconfig.real failed with error code"),
        ("GPU-F06", "ldcache error: process /usr/sbin/ldconfig failed with error code"),
        ("GPU-H02", "unknown or invalid runtime name nvidia"),
        ("GPU-H02", "Unknown runtime specified: nvidia"),
        ("GPU-G01", "unresolvable CDI device"),
        ("GPU-D03", "libnvidia-ml.so.1: cannot open shared object file"),
        ("GPU-D03", "libcuda.so.1: cannot open shared object file"),
        ("GPU-C01", "Make sure that the latest NVIDIA driver is installed and running"),
        ("GPU-J07", "\"nvidia-smi\": executable file not found"),
    ];

    // Many mounts fail for reasons of their own.
    private static readonly FrozenDictionary<string, ImmutableArray<string>> NearWords = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
    {
        ["error mounting"] = ["nvidia", "libcuda"],
        ["conflicting device"] = ["nvidia", "specs"],
        ["error loading config"] = ["nvidia", "toml"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ImmutableArray<string>> Sharing = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
    {
        ["GPU-B03"] = ["GPU-D02"],
        ["GPU-D03"] = ["GPU-F07"],
        ["GPU-D05"] = ["GPU-J09"],
        ["GPU-F03"] = ["GPU-H03"],
        ["GPU-G01"] = ["GPU-G02", "GPU-G03"],
        ["GPU-G06"] = ["GPU-G04"],
        ["GPU-H02"] = ["GPU-H03"],
        ["GPU-H20"] = ["GPU-H21", "GPU-K02"],
        ["GPU-I01"] = ["GPU-I02"],
        ["GPU-J07"] = ["GPU-H09"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    internal static ImmutableArray<KnownText> All { get; } =
    [
        .. GpuChecks.All.SelectMany(check => check.Texts.Select(text => Of(check, text))),
        .. Variants.Where(variant => GpuChecks.Find(variant.Check) is not null).Select(variant => Of(GpuChecks.Find(variant.Check)!, variant.Text)),
    ];

    /// <summary>The other checks that show as the same text.</summary>
    internal static ImmutableArray<GpuCheck> Alike(GpuCheck check) => [.. Sharing.GetValueOrDefault(check.Id, []).Select(GpuChecks.Find).OfType<GpuCheck>()];

    private static KnownText Of(GpuCheck check, string text) => new(check, Letter.Of(text), NearWords.GetValueOrDefault(text, []));
}
