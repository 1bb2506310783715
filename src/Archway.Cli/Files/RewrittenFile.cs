using System.Text;
using Archway.Oci;

namespace Archway.Cli.Files;

/// <summary>A text file that can be written anew as it was encoded before.</summary>
internal sealed class RewrittenFile
{
    private readonly string _file;
    private readonly Encoding _encoding;

    private RewrittenFile(string file, Encoding encoding) => (_file, _encoding) = (file, encoding);

    /// <summary>Whether a diff can say what changes: those are of UTF-8.</summary>
    internal bool IsOfDiffs => _encoding is UTF8Encoding;

    /// <summary>The mark before its text, which a diff's first line has too; empty where there is none.</summary>
    internal string Mark => _encoding.GetString(_encoding.GetPreamble());

    /// <summary>The name of its encoding.</summary>
    internal string Encoding => _encoding.WebName;

    /// <summary>The file, or why it cannot be written: it is no longer what was read, or its bytes are of no encoding that can be kept.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="text">What is thought to stand there.</param>
    internal static Parsed<RewrittenFile> Read(string file, string text)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            RewrittenFile read = new(file, bytes switch
            {
                [0xFF, 0xFE, ..] => System.Text.Encoding.Unicode,
                [0xFE, 0xFF, ..] => System.Text.Encoding.BigEndianUnicode,
                [0xEF, 0xBB, 0xBF, ..] => System.Text.Encoding.UTF8,
                _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            });
            return bytes.AsSpan().SequenceEqual(read.Bytes(text))
                ? Parsed.Value(read)
                : Parsed.Problem<RewrittenFile>($"it is not what was read a moment ago, or not all of it is {read.Encoding}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Parsed.Problem<RewrittenFile>($"it cannot be read: {exception.Message}");
        }
    }

    /// <summary>Writes a text in its place, whole or not at all.</summary>
    internal void Write(string text)
    {
        using var output = OutputFile.Open(_file, isPrivate: false);
        output.Stream.Write(Bytes(text));
        output.Keep();
    }

    private byte[] Bytes(string text) => [.. _encoding.GetPreamble(), .. _encoding.GetBytes(text)];
}
