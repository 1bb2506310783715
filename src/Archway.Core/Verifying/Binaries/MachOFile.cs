using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Archway.Oci.Platforms;

namespace Archway.Verifying.Binaries;

/// <summary>A program or library of macOS, for one machine or, a fat one, for several.</summary>
/// <param name="Machines">The numbers of the machines, such as 0x0100000C for Arm64.</param>
/// <remarks><see href="https://github.com/apple-oss-distributions/xnu/blob/main/EXTERNAL_HEADERS/mach-o/fat.h"/></remarks>
public sealed record MachOFile(ImmutableArray<uint> Machines) : FileContent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ImmutableArray<Platform> Platforms =>
        [.. Machines.Select(Architecture).OfType<string>().Distinct().Select(architecture => Platform.Of("darwin", architecture))];

    private static string? Architecture(uint machine) => machine switch
    {
        7 => "386",
        0x0100_0007 => "amd64",
        12 => "arm",
        0x0100_000C => "arm64",
        0x0100_0012 => "ppc64",
        _ => null,
    };
}
