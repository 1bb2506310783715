using System.Buffers.Text;

namespace Archway.Oci.Layouts;

/// <summary>The records of an extended header, each of them its own length in digits, a space, key=value, a line feed.</summary>
/// <remarks><see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_03"/></remarks>
internal ref struct PaxRecords(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    internal ReadOnlySpan<byte> Key { get; private set; }

    internal ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Turns to the next record; false where there is none.</summary>
    /// <exception cref="FormatException">What follows is no record.</exception>
    internal bool MoveNext()
    {
        if (_rest.IsEmpty) return false;
        var space = _rest.IndexOf((byte)' ');
        if (space < 1 || !Utf8Parser.TryParse(_rest[..space], out int length, out var digits) || digits != space) throw Unreadable();
        if (length <= space + 1 || length > _rest.Length || _rest[length - 1] != '\n') throw Unreadable();
        var record = _rest[(space + 1)..(length - 1)];
        var equals = record.IndexOf((byte)'=');
        if (equals < 1) throw Unreadable();
        Key = record[..equals];
        Value = record[(equals + 1)..];
        _rest = _rest[length..];
        return true;
    }

    private static FormatException Unreadable() => new("the archive has an extended header that cannot be read");
}
