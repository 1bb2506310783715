using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Archway.Oci.Platforms;

namespace Archway.Verifying.Binaries;

/// <summary>A static library: objects to link, of which the first tells the machine.</summary>
public sealed record ObjectArchive(ElfMachine Machine) : FileContent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ImmutableArray<Platform> Platforms => Machine.Architecture is { } architecture ? [Platform.Of("linux", architecture)] : [];
}
