namespace Archway.Oci.Platforms;

/// <summary>A platform in the one spelling that equal platforms share.</summary>
/// <remarks>The levels are those of containerd's <c>platforms</c> package and of the image specification's variant table.</remarks>
internal readonly record struct PlatformKey(string Os, string Architecture, string Variant)
{
    // Each row: a family's levels, lowest first; the first is what no variant means, but for 32-bit Arm, where it is v7.
    private static readonly string[] Amd64Levels = ["v1", "v2", "v3", "v4"];
    private static readonly string[] ArmLevels = ["v5", "v6", "v7", "v8"];
    private static readonly string[] Arm64Levels = ["v8", "v8.1", "v8.2", "v8.3", "v8.4", "v8.5", "v8.6", "v8.7", "v8.8", "v8.9", "v9", "v9.1", "v9.2", "v9.3", "v9.4", "v9.5"];

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
        string[] levels = Architecture switch { "amd64" => Amd64Levels, "arm" => ArmLevels, "arm64" => Arm64Levels, _ => [] };
        var (machine, needed) = (LevelIn(levels, Variant), LevelIn(levels, image.Variant));
        return machine >= 0 && needed >= 0 && machine >= needed;
    }

    public override string ToString() => Variant.Length == 0 ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";

    private static int LevelIn(string[] levels, string variant) => variant.Length == 0 ? 0 : Array.IndexOf(levels, variant);
}
