using System.Text;

namespace Archway.Gpu.Explaining;

/// <summary>What is left of a text once what logs, shells, terminals and people change about it is taken away: case, blanks, quotes, line breaks, everything not ASCII.</summary>
internal static class Letter
{
    /// <summary>The letters of a text.</summary>
    internal static string Of(string text)
    {
        StringBuilder letters = new(text.Length);
        foreach (var c in text)
            if (c < 0x80 && Of((byte)c) is var letter and not 0) letters.Append((char)letter);
        return letters.ToString();
    }

    /// <summary>The letter that a byte stands for; 0 where it counts for nothing.</summary>
    // A bar stands before each line that a compose file's services write.
    internal static byte Of(byte c) => c switch
    {
        <= (byte)' ' or >= 0x7f or (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'\\' or (byte)'|' => 0,
        >= (byte)'A' and <= (byte)'Z' => (byte)(c | 0x20),
        _ => c,
    };
}
