using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Archway.Oci.Platforms;
using Archway.Verifying.Archives;

namespace Archway.Verifying.Binaries;

/// <summary>What a file is by its bytes, where that matters to the machine that is to run it.</summary>
[JsonDerivedType(typeof(ElfFile), "elf")]
[JsonDerivedType(typeof(PeFile), "pe")]
[JsonDerivedType(typeof(MachOFile), "macho")]
[JsonDerivedType(typeof(ScriptFile), "script")]
[JsonDerivedType(typeof(ObjectArchive), "objects")]
[JsonDerivedType(typeof(ArchiveContent), "archive")]
[JsonDerivedType(typeof(WheelFile), "wheel")]
public abstract record FileContent
{
    private protected FileContent()
    {
    }

    /// <summary>The platforms it was made for; none where any machine will do, and none where images have no name for the machine.</summary>
    [JsonIgnore]
    public virtual ImmutableArray<Platform> Platforms => [];
}
