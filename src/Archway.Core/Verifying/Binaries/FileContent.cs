using System.Collections.Immutable;
using Archway.Oci.Platforms;

namespace Archway.Verifying.Binaries;

/// <summary>What a file is by its bytes, where that matters to the machine that is to run it.</summary>
public abstract record FileContent
{
    private protected FileContent()
    {
    }

    /// <summary>The platforms it was made for; none where any machine will do, and none where images have no name for the machine.</summary>
    public virtual ImmutableArray<Platform> Platforms => [];
}
