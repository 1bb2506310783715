using System.Runtime.InteropServices;

namespace Archway.Verifying.Layers;

/// <summary>The state of libzstd that unpacks one stream.</summary>
internal sealed class ZstdHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => Zstd.IsError(Zstd.Free(handle)) == 0;
}
