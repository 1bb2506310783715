using System.Collections.Immutable;
using Archway.Verifying.Binaries;

namespace Archway.Verifying.Archives;

/// <summary>What was found in an archive so far, within bounds.</summary>
internal sealed class ArchiveFindings(ArchiveBounds bounds)
{
    private const int MostGaps = 20;
    private const int MostTags = 1000;
    private const int LongestShown = 200;

    private readonly ImmutableArray<ArchivedFile>.Builder _files = ImmutableArray.CreateBuilder<ArchivedFile>();
    private readonly List<string> _tags = [];
    private readonly List<string> _gaps = [];
    private int _text;
    private int _moreGaps;

    /// <summary>Keeps a file; false where there are too many.</summary>
    internal bool TryAdd(string path, FileContent content)
    {
        _text += path.Length + TextOf(content);
        if (_files.Count == bounds.MostFiles || _text > bounds.MostText) return false;
        _files.Add(new(path, content));
        return true;
    }

    internal void Add(WheelFile wheel) => _tags.AddRange(wheel.Tags.Take(MostTags - _tags.Count));

    /// <summary>Says that something could not be read, and why; of the archive itself where the path is empty.</summary>
    internal void AddGap(string path, string reason)
    {
        if (_gaps.Count == MostGaps) _moreGaps++;
        else _gaps.Add(path.Length == 0 ? reason : $"{(path.Length > LongestShown ? path[..LongestShown] + "…" : path)}: {reason}");
    }

    internal ArchiveContent Content(FileContent? before) => new()
    {
        Files = _files.ToImmutable(),
        WheelTags = [.. _tags.Distinct()],
        Gaps = _moreGaps == 0 ? [.. _gaps] : [.. _gaps, $"and {_moreGaps} more"],
        Before = before,
    };

    private static int TextOf(FileContent content)
    {
        if (content is not ElfFile elf) return 0;
        string?[] texts = [elf.Interpreter, elf.Name, elf.RunPath, elf.RPath, elf.BuildId, elf.GoBuildId, .. elf.Needed];
        return texts.Sum(text => text?.Length ?? 0);
    }
}
