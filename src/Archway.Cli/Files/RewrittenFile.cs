using System.Text;

namespace Archway.Cli.Files;

/// <summary>A text file that is written anew as it was encoded before.</summary>
internal static class RewrittenFile
{
    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="before">What is thought to stand there.</param>
    /// <param name="after">What is to stand there.</param>
    /// <exception cref="CommandException">It is no longer what was read, or its bytes are of no encoding that can be kept.</exception>
    internal static void Write(string file, string before, string after)
    {
        var bytes = File.ReadAllBytes(file);
        Encoding encoding = bytes switch
        {
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        byte[] Bytes(string text) => [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
        if (!bytes.AsSpan().SequenceEqual(Bytes(before)))
            throw new CommandException($"{file} was not changed: it is not what was read a moment ago, or not all of it is {encoding.WebName}");
        using var output = OutputFile.Open(file, isPrivate: false);
        output.Stream.Write(Bytes(after));
        output.Keep();
    }
}
