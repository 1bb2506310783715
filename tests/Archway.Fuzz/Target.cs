using System.Text;

namespace Archway.Fuzz;

/// <summary>A reader, the inputs it is given first, and the law that holds for each: it ends in one of the ways it declares, and soon.</summary>
internal abstract class Target(string name)
{
    internal string Name => name;

    /// <summary>Pieces that inputs of the kind are made of.</summary>
    internal abstract IReadOnlyList<string> Pieces { get; }

    /// <summary>The inputs to begin with, besides those in the folder <c>Seeds</c>.</summary>
    internal virtual IEnumerable<byte[]> Seeds() => [];

    /// <summary>An input made of the text of a real file; null when it is of another kind.</summary>
    internal virtual byte[]? SeedOf(string path, byte[] content) => null;

    /// <summary>Mends what chance cannot hit, such as a checksum.</summary>
    internal virtual byte[] Arrange(byte[] input, Random random) => input;

    /// <summary>Reads an input; every exception that leaves is a broken law.</summary>
    internal abstract Task ReadAsync(byte[] input);

    /// <summary>Says that a law does not hold.</summary>
    protected static void Require(bool holds, string law)
    {
        if (!holds) throw new LawException(law);
    }

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(byte[] input) => Encoding.UTF8.GetString(input);
}
