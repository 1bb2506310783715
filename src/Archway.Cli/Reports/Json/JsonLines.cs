using System.Buffers;
using System.Text;
using Archway.Cli.Terminal;

namespace Archway.Cli.Reports.Json;

/// <summary>JSON on its way to a report: passed on line by line, with no mark in it that a CI runner takes for a command.</summary>
/// <remarks>Of a report of many megabytes no more than a line and a buffer is held; no mark goes beyond a line.</remarks>
/// <param name="output">What the report is written to.</param>
internal sealed class JsonLines(TextWriter output) : Stream
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly ArrayBufferWriter<char> _pending = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var count = _decoder.GetCharCount(buffer, flush: false);
        _pending.Advance(_decoder.GetChars(buffer, _pending.GetSpan(count), flush: false));
        if (_pending.WrittenSpan.LastIndexOf('\n') is >= 0 and var end) Pass(end + 1);
    }

    /// <summary>Passes on the last line, and ends it.</summary>
    internal void End()
    {
        Pass(_pending.WrittenCount);
        output.WriteLine();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    // What is written to flushes by itself, when the report is whole.
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Pass(int length)
    {
        // Neither mark stands in JSON but within a string.
        output.Write(RunnerCommands.Disarm(new string(_pending.WrittenSpan[..length]), mark => $"\\u{(int)mark:x4}"));
        var rest = _pending.WrittenSpan[length..].ToArray();
        _pending.ResetWrittenCount();
        _pending.Write(rest);
    }
}
