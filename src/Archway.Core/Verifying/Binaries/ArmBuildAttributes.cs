namespace Archway.Verifying.Binaries;

/// <summary>What compilers for 32-bit Arm say of their code (<c>.ARM.attributes</c>).</summary>
/// <remarks><see href="https://github.com/ARM-software/abi-aa/blob/main/addenda32/addenda32.rst"/></remarks>
internal static class ArmBuildAttributes
{
    private const uint WholeFile = 1;
    private const uint Architecture = 6;

    /// <summary>The level as images write it, <c>v7</c>; null when it is not told, or that of a microcontroller.</summary>
    internal static string? FindVersion(ReadOnlySpan<byte> section, ElfLayout layout)
    {
        if (section.Length < 1 || section[0] != 'A') return null;
        for (var vendors = section[1..]; TryCut(ref vendors, 0, layout, out var vendor);)
        {
            if (!vendor[4..].StartsWith("aeabi\0"u8)) continue;
            for (var parts = vendor[10..]; parts.Length > 5;)
            {
                var tag = parts[0];
                if (!TryCut(ref parts, 1, layout, out var part)) return null;
                if (tag == WholeFile) return FindArchitecture(part[5..]);
            }
        }

        return null;
    }

    /// <summary>Cuts off what begins with its own length, which stands behind <paramref name="before"/> bytes and counts them.</summary>
    private static bool TryCut(ref ReadOnlySpan<byte> bytes, int before, ElfLayout layout, out ReadOnlySpan<byte> cut)
    {
        cut = [];
        if (bytes.Length < before + 4) return false;
        var length = new ElfFields(bytes, layout).Word(before);
        if (length < before + 4 || length > bytes.Length) return false;
        cut = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return true;
    }

    private static string? FindArchitecture(ReadOnlySpan<byte> attributes)
    {
        while (TryNumber(ref attributes, out var tag))
        {
            uint number = 0;
            // Names, and from 32 on every odd tag, hold text; compatibility (32) a number and a text.
            var isText = tag is 4 or 5 || (tag > 32 && tag % 2 == 1);
            if (!isText && !TryNumber(ref attributes, out number)) return null;
            if (tag == Architecture) return Version(number);
            if (!isText && tag != 32) continue;
            var end = attributes.IndexOf((byte)0);
            if (end < 0) return null;
            attributes = attributes[(end + 1)..];
        }

        return null;
    }

    private static string? Version(uint architecture) => architecture switch
    {
        3 or 4 or 5 => "v5",
        6 or 7 or 8 or 9 => "v6",
        10 => "v7",
        14 => "v8",
        _ => null,
    };

    /// <summary>A number of seven bits a byte, the lowest first.</summary>
    private static bool TryNumber(ref ReadOnlySpan<byte> bytes, out uint number)
    {
        number = 0;
        for (var i = 0; i < bytes.Length && i < 5; i++)
        {
            number |= (uint)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] >= 0x80) continue;
            bytes = bytes[(i + 1)..];
            return true;
        }

        return false;
    }
}
