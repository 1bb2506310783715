namespace Archway.Verifying;

/// <summary>How many bytes of layers are read, of how many.</summary>
/// <param name="changed">Told both numbers, now and then, from any thread.</param>
public sealed class ReadingProgress(Action<long, long> changed)
{
    private long _read;
    private long _total;

    internal void NotePlanned(long bytes) => changed(Interlocked.Read(ref _read), Interlocked.Add(ref _total, bytes));

    internal void NoteRead(int bytes) => changed(Interlocked.Add(ref _read, bytes), Interlocked.Read(ref _total));
}
