using System.Globalization;
using System.Text;

namespace Archway.Fuzz;

/// <summary>Makes inputs of others: by pieces, by bytes, by lines, by repetition.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<string> pieces)
{
    private const int Longest = 16 * 1024;
    private const int LongestRepetition = 1024 * 1024;

    private static readonly string[] OddTexts =
    [
        "\0", "\r", "\r\n", "\n", "\t", " ", "\u0085", "\u2028", "\uFEFF", "\u202E", "é", "ﬁ", "İ", "😀", "\u0301", "\\u0000", "\\ud800", "'", "\"", "\\",
        "$",
        "%s", "../", "/", ":", "@", "#", "-", "--", "0", "-1", "1", "00", "255", "256", "65535", "65536", "2147483647", "2147483648", "4294967296",
        "9223372036854775807", "9223372036854775808", "18446744073709551616", "1e308", "1e999", "0x7fffffff", "NaN", "null", "true", "{", "}", "[", "]", "(",
        ")", "<", ">", ",", ";", "=", "*", "?", "!", "|", "&", "~", "`", "^",
    ];

    private static readonly byte[][] OddBytes =
    [
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF],
    ];

    /// <summary>A new input from <paramref name="input"/>, with parts of <paramref name="other"/> perhaps.</summary>
    internal byte[] Mutate(byte[] input, byte[] other)
    {
        var made = input;
        do made = Change(made, other);
        while (random.Next(3) > 0);
        if (made.Length > Longest) made = made[..Longest];
        return random.Next(400) == 0 ? Repeat(made, LongestRepetition) : made;
    }

    private byte[] Change(byte[] input, byte[] other)
    {
        var (from, to) = Range(input);
        switch (random.Next(14))
        {
            case 0 when input.Length > 0:
                byte[] flipped = [.. input];
                flipped[random.Next(input.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1 when input.Length > 0:
                byte[] set = [.. input];
                set[random.Next(input.Length)] = (byte)random.Next(256);
                return set;
            case 2:
                return Replace(input, from, from, Odd());
            case 3:
                return Replace(input, from, to, Odd());
            case 4 or 5:
                return Replace(input, from, from, Piece());
            case 6:
                return Replace(input, from, to, Piece());
            case 7:
                return Replace(input, from, to, []);
            case 8:
                return Replace(input, from, from, input[from..to]);
            case 9:
                return Repeat(input, Longest);
            case 10:
                var (start, end) = Range(other);
                return Replace(input, from, random.Next(2) == 0 ? from : to, other[start..end]);
            case 11:
                return random.Next(4) == 0 ? input[..from] : ChangeLine(input, other);
            case 12:
                return ChangeNumber(input);
            default:
                return ChangeLine(input, other);
        }
    }

    /// <summary>A piece or a part of the input again and again, as often as fits or not quite: nesting, long names, many members.</summary>
    private byte[] Repeat(byte[] input, int longest)
    {
        var (from, to) = Range(input);
        var repeated = random.Next(3) == 0 ? input[from..to] : Piece();
        if (random.Next(3) == 0) repeated = [.. repeated, .. Piece()];
        if (repeated.Length == 0) return input;
        var most = Math.Max(1, longest / repeated.Length);
        var times = random.Next(2) == 0 ? Math.Min(most, 1 << random.Next(1, 20)) : random.Next(1, Math.Min(most, 300) + 1);
        using MemoryStream made = new();
        made.Write(input.AsSpan(0, from));
        for (var i = 0; i < times; i++) made.Write(repeated);
        made.Write(input.AsSpan(from));
        return made.ToArray();
    }

    private byte[] ChangeLine(byte[] input, byte[] other)
    {
        var (start, end) = Line(input);
        var line = input[start..end];
        var (at, _) = Line(input);
        return random.Next(5) switch
        {
            0 => Replace(input, start, end, []),
            1 => Replace(input, at, at, line),
            2 => Replace(input, start, start, [.. Enumerable.Repeat((byte)' ', random.Next(1, 5))]),
            3 => Replace(input, at, at, Line(other) is var (first, last) ? other[first..last] : []),
            _ => Replace(Replace(input, start, end, []), Math.Min(at, input.Length - line.Length), Math.Min(at, input.Length - line.Length), line),
        };
    }

    private byte[] ChangeNumber(byte[] input)
    {
        var digits = Enumerable.Range(0, input.Length).Where(at => input[at] is >= (byte)'0' and <= (byte)'9').ToList();
        if (digits.Count == 0) return Replace(input, 0, 0, Odd());
        var from = digits[random.Next(digits.Count)];
        var to = from;
        while (to < input.Length && input[to] is >= (byte)'0' and <= (byte)'9') to++;
        return Replace(input, from, to, random.Next(2) == 0 ? Encoding.UTF8.GetBytes(random.NextInt64().ToString(CultureInfo.InvariantCulture)) : Odd());
    }

    private (int From, int To) Range(byte[] input)
    {
        var from = random.Next(input.Length + 1);
        return (from, Math.Min(input.Length, from + random.Next(1 << random.Next(1, 12))));
    }

    private (int Start, int End) Line(byte[] input)
    {
        var at = random.Next(input.Length + 1);
        var start = input.AsSpan(0, at).LastIndexOf((byte)'\n') + 1;
        var length = input.AsSpan(start).IndexOf((byte)'\n');
        return (start, length < 0 ? input.Length : start + length + 1);
    }

    private byte[] Odd() => random.Next(8) == 0 ? OddBytes[random.Next(OddBytes.Length)] : Encoding.UTF8.GetBytes(OddTexts[random.Next(OddTexts.Length)]);

    private byte[] Piece() => random.Next(6) == 0 ? Odd() : Encoding.UTF8.GetBytes(pieces[random.Next(pieces.Count)]);

    private static byte[] Replace(byte[] input, int from, int to, byte[] with) => [.. input[..from], .. with, .. input[to..]];
}
