namespace Archway.Oci.Registries;

/// <summary>A place at a host, given back when disposed.</summary>
internal sealed class HostPass(HostLine line) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => line.Leave();
}
