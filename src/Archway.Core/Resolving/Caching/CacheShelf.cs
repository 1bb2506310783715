using Archway.Oci.Content;

namespace Archway.Resolving.Caching;

/// <summary>What one credential was served by one registry, or what was imported: content by its digest, and what names stood for.</summary>
/// <remarks>
/// A shelf is a folder of packs, one by each run that had something to keep: a file for each manifest would cost a large scan as much as asking
/// for it. Content is hashed again when it is read. A shelf that cannot be read or written is an empty one, never an error.
/// </remarks>
public sealed class CacheShelf : IDisposable
{
    // Then the next run to keep something makes one of them.
    private const int MostPacks = 16;
    private const int MostRecords = 1_000_000;

    private readonly string? _folder;
    private readonly Lock _lock = new();
    private readonly Dictionary<Digest, PackedContent> _content = [];
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);
    private string[]? _packs;
    private PackWriter? _writer;
    private bool _isClosed;

    internal CacheShelf(string? folder) => (_folder, Layers) = (folder, new LayerShelf(folder ?? "", folder));

    /// <summary>What was seen in the layers that this credential was served.</summary>
    internal LayerShelf Layers { get; }

    /// <summary>Content by its digest; null when it is not kept, or not whole any more.</summary>
    public byte[]? FindContent(Digest digest)
    {
        PackedContent place;
        lock (_lock)
        {
            ReadPacks();
            if (!_content.TryGetValue(digest, out place)) return null;
        }

        var content = CacheFiles.Try(() =>
        {
            using var pack = CacheFiles.OpenRegular(place.File);
            return pack is null ? null : CachePack.ReadContent(pack, place.Offset, place.Length);
        });
        if (content is not null && digest.Matches(content)) return content;
        lock (_lock) _content.Remove(digest);
        return null;
    }

    /// <summary>Keeps content under its digest.</summary>
    public void KeepContent(Digest digest, ReadOnlyMemory<byte> content)
    {
        // What is kept may have been damaged since.
        if (FindContent(digest) is not null) return;
        Write(() =>
        {
            var writer = OpenWriter();
            _content[digest] = new(writer.File, writer.Add(digest, content.Span), content.Length);
        });
    }

    /// <summary>What a tag, or a digest, of a repository last stood for; null when that is not kept.</summary>
    /// <param name="repository">The repository with its registry.</param>
    /// <param name="selector">The tag or digest.</param>
    public Observation? Find(string repository, string selector) => Find(ImageOf(repository, selector));

    /// <summary>Keeps what a tag, or a digest, of a repository stands for now.</summary>
    public void Keep(string repository, string selector, Digest digest, DateTimeOffset now) => Keep(new(ImageOf(repository, selector), digest, now));

    /// <summary>Whether all that was to be kept has been.</summary>
    internal bool IsWhole => !_isClosed;

    /// <summary>Ends the keeping.</summary>
    public void Dispose()
    {
        lock (_lock) Close();
    }

    /// <summary>The digests of all that is kept.</summary>
    internal IReadOnlyList<Digest> Digests()
    {
        lock (_lock)
        {
            ReadPacks();
            return [.. _content.Keys];
        }
    }

    /// <summary>What names stood for, of all that are kept.</summary>
    internal IReadOnlyList<Observation> Observations()
    {
        lock (_lock)
        {
            ReadPacks();
            return [.. _seen.Values.Select(line => Observation.Read(line).Value).OfType<Observation>()];
        }
    }

    internal Observation? Find(string image)
    {
        lock (_lock)
        {
            ReadPacks();
            return _seen.TryGetValue(image, out var line) ? Observation.Read(line).Value : null;
        }
    }

    internal void Keep(Observation seen) => Write(() =>
    {
        var line = seen.ToString();
        if (_seen.TryGetValue(seen.Image, out var last) && last == line) return;
        OpenWriter().Add(seen);
        _seen[seen.Image] = line;
    });

    private static string ImageOf(string repository, string selector) =>
        $"{repository}{(selector.Contains(':', StringComparison.Ordinal) ? '@' : ':')}{selector}";

    private void Write(Action write)
    {
        if (_folder is null) return;
        lock (_lock)
        {
            if (_isClosed) return;
            try
            {
                ReadPacks();
                write();
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // A full disk leaves half a record, behind which nothing could be read.
                Close();
            }
        }
    }

    private PackWriter OpenWriter()
    {
        if (_writer is { } open) return open;
        _writer = new(_folder!);
        if (_packs!.Length >= MostPacks) Gather(_packs, _writer);
        return _writer;
    }

    private void Close()
    {
        _isClosed = true;
        _writer?.Dispose();
        _writer = null;
    }

    // By name the newest comes last, and what it holds stands: an older copy may be the damaged one.
    private void ReadPacks()
    {
        if (_packs is not null) return;
        _packs = _folder is null || CacheFiles.Try(() => Directory.Exists(_folder) ? Directory.GetFiles(_folder) : null) is not { } files
            ? []
            : [.. files.Where(file => CacheFiles.IsPack(Path.GetFileName(file))).Order(StringComparer.Ordinal)];
        foreach (var pack in _packs) CacheFiles.Try(() => ReadPack(pack));
    }

    private string ReadPack(string pack)
    {
        foreach (var record in CachePack.Read(pack).TakeWhile(_ => _content.Count + _seen.Count < MostRecords))
        {
            if (record.Offset == 0) ReadObservation(record.Text);
            else if (Digest.Read(record.Text).Value is { } digest) _content[digest] = new(pack, record.Offset, record.Length);
        }

        return pack;
    }

    private void ReadObservation(string line)
    {
        var image = line.Split(' ')[0];
        if (!_seen.TryGetValue(image, out var other) || Observation.CompareTimes(other, line) <= 0) _seen[image] = line;
    }

    /// <summary>Puts what stands in many packs into one and removes them, but for those that a run still writes to.</summary>
    private void Gather(IEnumerable<string> packs, PackWriter into)
    {
        var held = packs.Select(CacheFiles.Hold).OfType<FileStream>().ToDictionary(pack => pack.Name, StringComparer.Ordinal);
        try
        {
            foreach (var line in _seen.Values)
                if (Observation.Read(line).Value is { } seen) into.Add(seen);
            foreach (var (digest, place) in _content.ToArray())
            {
                if (!held.TryGetValue(place.File, out var pack)) continue;
                if (CachePack.ReadContent(pack, place.Offset, place.Length) is { } content && digest.Matches(content))
                    _content[digest] = new(into.File, into.Add(digest, content), content.Length);
                else
                    _content.Remove(digest);
            }
        }
        finally
        {
            foreach (var pack in held.Values) pack.Dispose();
        }

        foreach (var pack in held.Keys) File.Delete(pack);
    }

    /// <summary>Where content lies.</summary>
    private readonly record struct PackedContent(string File, long Offset, int Length);
}
