using System.Text;
using Archway.Oci.Content;

namespace Archway.Resolving.Caching;

/// <summary>The pack that this run adds to. Whoever is killed leaves a record cut off behind whole ones.</summary>
internal sealed class PackWriter : IDisposable
{
    private readonly FileStream _stream;

    /// <summary>Begins a pack, of a name that comes behind those of before.</summary>
    internal PackWriter(string folder)
    {
        CacheFiles.MakeFolder(folder);
        File = Path.Combine(folder, $"{CacheFiles.PackPrefix}{Guid.CreateVersion7():N}");
        _stream = CacheFiles.Create(File);
    }

    internal string File { get; }

    /// <summary>Adds a line.</summary>
    internal void Add(Observation seen) => Write(Encoding.UTF8.GetBytes($"{seen}\n"));

    /// <summary>Adds content; the place where it begins.</summary>
    internal long Add(Digest digest, ReadOnlySpan<byte> content)
    {
        var line = Encoding.ASCII.GetBytes($"{digest} {content.Length}\n");
        var offset = _stream.Position + line.Length;
        // One write, so that no record is cut off unless the machine is.
        Write([.. line, .. content, (byte)'\n']);
        return offset;
    }

    public void Dispose() => _stream.Dispose();

    private void Write(ReadOnlySpan<byte> record) => _stream.Write(record);
}
