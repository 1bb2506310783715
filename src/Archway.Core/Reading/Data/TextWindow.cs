namespace Archway.Reading.Data;

/// <summary>A part of a text as a reader, without a copy of it.</summary>
internal sealed class TextWindow(string text, int start, int end) : TextReader
{
    private int _next = start;

    public override int Peek() => _next < end ? text[_next] : -1;

    public override int Read() => _next < end ? text[_next++] : -1;

    public override int Read(char[] buffer, int index, int count)
    {
        var taken = Math.Min(count, end - _next);
        text.CopyTo(_next, buffer, index, taken);
        _next += taken;
        return taken;
    }
}
