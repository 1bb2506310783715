using System.Buffers;

namespace Archway.Testing.Registries;

/// <summary>A blob on its way: what came of it so far.</summary>
internal sealed class UploadSession(string repository)
{
    private readonly ArrayBufferWriter<byte> _content = new();
    private bool _isShort;

    /// <summary>The identifier that the specification asks for in the location.</summary>
    internal Guid Id { get; } = Guid.NewGuid();

    internal string Repository => repository;

    /// <summary>A parameter without which the location leads nowhere: the specification lets a registry have such.</summary>
    internal string State { get; } = Guid.NewGuid().ToString("N");

    internal string Location => $"/v2/{repository}/blobs/uploads/{Id}?state={State}";

    /// <summary>The bytes held; of none it is 0-0, which every registry says.</summary>
    internal string Range => $"0-{Math.Max(0, _content.WrittenCount - 1)}";

    internal byte[] Content => _content.WrittenSpan.ToArray();

    /// <summary>Takes the next chunk, or says why not.</summary>
    /// <param name="range">The chunk's place as told, or null of what simply goes on.</param>
    /// <param name="chunk">Its bytes.</param>
    /// <param name="least">The least length of a chunk that is not the last.</param>
    internal RegistryAnswer? Append(string? range, byte[] chunk, int least)
    {
        if (range is not null)
        {
            if (range.Split('-') is not [var from, var to] || !long.TryParse(from, out var first) || !long.TryParse(to, out var last))
                return RegistryAnswer.Problem(400, "BLOB_UPLOAD_INVALID", $"'{range}' is not a range; write it as 0-99");
            if (first != _content.WrittenCount) return Misplaced();
            if (last - first + 1 != chunk.Length) return RegistryAnswer.Problem(400, "SIZE_INVALID", $"the range {range} is not of {chunk.Length} bytes");
        }

        if (_isShort && chunk.Length > 0)
            return RegistryAnswer.Problem(400, "BLOB_UPLOAD_INVALID", $"a chunk that is not the last has at least {least} bytes");
        _isShort |= chunk.Length > 0 && chunk.Length < least;
        _content.Write(chunk);
        return null;
    }

    private RegistryAnswer Misplaced() =>
        RegistryAnswer.Problem(416, "BLOB_UPLOAD_INVALID", $"the next byte is {_content.WrittenCount}").With("Location", Location).With("Range", Range);
}
