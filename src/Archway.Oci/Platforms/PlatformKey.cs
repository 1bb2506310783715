using System.Globalization;

namespace Archway.Oci.Platforms;

/// <summary>A platform in the one spelling that equal platforms share.</summary>
/// <remarks>The levels are those of containerd's <c>platforms</c> package and of the image specification's variant table.</remarks>
internal readonly record struct PlatformKey(string Os, string Architecture, string Variant)
{
    internal static PlatformKey Of(string os, string architecture, string? variant)
    {
        var arch = architecture.ToLowerInvariant();
        var level = variant?.ToLowerInvariant() ?? "";
        (arch, level) = arch switch
        {
            "x86_64" or "x86-64" or "x64" or "amd64" => ("amd64", level is "v1" ? "" : level),
            "aarch64" or "arm64" => ("arm64", level is "8" or "v8" or "v8.0" ? "" : level is "9" or "v9.0" ? "v9" : level),
            "i386" or "i486" or "i586" or "i686" => ("386", level),
            "armhf" => ("arm", "v7"),
            "armel" => ("arm", "v6"),
            "arm" => ("arm", level switch { "" or "7" => "v7", "5" => "v5", "6" => "v6", "8" => "v8", _ => level }),
            _ => (arch, level),
        };
        return new(os.ToLowerInvariant() is "macos" ? "darwin" : os.ToLowerInvariant(), arch, level);
    }

    internal bool CanRun(PlatformKey image)
    {
        if ((Os, Architecture) != (image.Os, image.Architecture)) return false;
        if (Variant == image.Variant) return true;
        return Level(Architecture, Variant) is { } machine && Level(Architecture, image.Variant) is { } needed
            && (machine.Generation == needed.Generation ? machine.Step >= needed.Step : machine.Generation > needed.Generation && Covers(machine, needed));
    }

    public override string ToString() => Variant.Length == 0 ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";

    // Arm64 counts in two places: v9.0 holds v8.5 and no more of v8, v9.1 holds v8.6. Elsewhere the next generation holds all of the last.
    private bool Covers((int Generation, int Step) machine, (int Generation, int Step) needed) =>
        Architecture != "arm64" || needed.Step <= machine.Step + 5;

    private static (int Generation, int Step)? Level(string architecture, string variant)
    {
        var (lowest, highest, absent) = architecture switch { "amd64" => (1, 4, 1), "arm" => (5, 8, 7), "arm64" => (8, 9, 8), _ => (0, -1, 0) };
        if (variant.Length == 0) return lowest <= highest ? (absent, 0) : null;
        if (variant[0] != 'v') return null;
        var dot = variant.IndexOf('.', StringComparison.Ordinal);
        var step = 0;
        if (dot >= 0 && (architecture != "arm64" || !IsNumber(variant.AsSpan(dot + 1), out step))) return null;
        return IsNumber(dot < 0 ? variant.AsSpan(1) : variant.AsSpan(1, dot - 1), out var generation) && generation >= lowest && generation <= highest
            ? (generation, step)
            : null;
    }

    private static bool IsNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
