using System.Security.Cryptography;
using Archway.Oci.Content;

namespace Archway.Oci.Registries.Pushing;

/// <summary>The digest of what passes, however often parts of it pass again: a resumed upload sends some bytes twice.</summary>
internal sealed class PassingHash(Descriptor blob) : IDisposable
{
    private readonly IncrementalHash _hash = blob.Digest.StartHash();
    private long _length;
    private bool _isChecked;

    /// <summary>Takes bytes that begin at <paramref name="offset"/>, which is none beyond what passed.</summary>
    internal void Append(long offset, ReadOnlySpan<byte> bytes)
    {
        if (offset > _length) throw new ArgumentOutOfRangeException(nameof(offset), offset, $"only {_length} bytes passed");
        var known = _length - offset;
        if (known >= bytes.Length) return;
        _hash.AppendData(bytes[(int)known..]);
        _length = offset + bytes.Length;
    }

    /// <summary>Says that what passed is the blob.</summary>
    /// <exception cref="RegistryException">It is not.</exception>
    internal void Check()
    {
        if (_isChecked) return;
        _isChecked = true;
        if (_length != blob.Size) throw new RegistryException(RegistryFault.Malformed, $"{blob.Digest} ended after {_length} of {blob.Size} bytes");
        if (Digest.OfHash(_hash.GetHashAndReset()) is var found && found != blob.Digest)
            throw new RegistryException(RegistryFault.DigestMismatch, $"its source gave content of another digest, {found} instead of {blob.Digest}");
    }

    public void Dispose() => _hash.Dispose();
}
