using System.Text;

namespace Archway.Reading.Dockerfiles;

/// <summary>Several stretches of a file's text read as one line, and where each character of it stands in the file.</summary>
internal sealed class JoinedText
{
    private readonly StringBuilder _text = new();
    private readonly List<(int At, int Offset)> _stretches = [];

    internal string Text => field ??= _text.ToString();

    /// <summary>Adds a stretch of <paramref name="source"/>.</summary>
    internal void Add(string source, int start, int length)
    {
        if (length == 0 && _stretches.Count > 0) return;
        _stretches.Add((_text.Length, start));
        _text.Append(source, start, length);
    }

    /// <summary>Where the character at <paramref name="index"/> stands in the file.</summary>
    internal int OffsetAt(int index)
    {
        var found = _stretches.BinarySearch((index, int.MaxValue));
        var (at, offset) = _stretches[found >= 0 ? found : Math.Max(0, ~found - 1)];
        return offset + index - at;
    }

    /// <summary>The stretch of the file from one character up to another, both of this text.</summary>
    internal DockerfileWord Word(int start, int end)
    {
        var offset = OffsetAt(start);
        return new(offset, end > start ? OffsetAt(end - 1) + 1 - offset : 0, Text[start..end]);
    }
}
