namespace Archway.Assembling;

/// <summary>What went where in one run: added up over all images, told to whoever watches.</summary>
/// <param name="changed">Told how many bytes went and how many there are, from any thread; null when nobody watches.</param>
public sealed class TransferTally(Action<long, long>? changed)
{
    private long _planned;
    private long _moved;
    private long _arrived;
    private int _sent;
    private int _mounted;
    private int _manifests;

    /// <summary>How many bytes the blobs have that were sent and arrived.</summary>
    public long Bytes => Interlocked.Read(ref _arrived);

    /// <summary>How many blobs were sent.</summary>
    public int Sent => _sent;

    /// <summary>How many blobs a registry took from another of its repositories.</summary>
    public int Mounted => _mounted;

    /// <summary>How many manifests and lists were put.</summary>
    public int Manifests => _manifests;

    internal void Plan(long bytes)
    {
        var planned = Interlocked.Add(ref _planned, bytes);
        changed?.Invoke(Interlocked.Read(ref _moved), planned);
    }

    internal void Move(long bytes)
    {
        var moved = Interlocked.Add(ref _moved, bytes);
        changed?.Invoke(moved, Interlocked.Read(ref _planned));
    }

    internal void NoteSent(long bytes)
    {
        Interlocked.Increment(ref _sent);
        Interlocked.Add(ref _arrived, bytes);
    }

    internal void NoteMounted() => Interlocked.Increment(ref _mounted);

    internal void NoteManifest() => Interlocked.Increment(ref _manifests);
}
