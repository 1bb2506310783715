using System.Buffers.Text;

namespace Archway.Verifying.Binaries;

/// <summary>The reading of an archive of <c>ar</c>: member by member up to the first object.</summary>
/// <remarks>Debian's packages are such archives too; what holds no object is of no interest here.</remarks>
internal sealed class ArchiveReading : IFileReading
{
    private const int HeaderLength = 60;
    private const int MostMembers = 16;
    private const int LongestName = 1024;
    // An ELF header, behind a name of BSD's form.
    private const int Wanted = HeaderLength + LongestName + 64;

    private ulong _next = 8;
    private int _members;
    private ElfHeader? _object;

    public void Continue(KeptBytes kept)
    {
        while (_object is null && _members < MostMembers && _next < (ulong)kept.Length)
        {
            var member = kept.From(_next);
            var isWhole = (ulong)member.Length >= Math.Min(Wanted, (ulong)kept.Length - _next);
            if (!isWhole && _next + (ulong)member.Length >= (ulong)kept.Position)
            {
                kept.Want(_next, Wanted);
                return;
            }

            if (!Step(member)) _members = MostMembers;
        }
    }

    public FileContent? Finish(KeptBytes kept)
    {
        if (!kept.From(0).StartsWith("!<arch>\n"u8)) return null;
        Continue(kept);
        return _object is { } header ? new ObjectArchive(header.Machine) : null;
    }

    private bool Step(ReadOnlySpan<byte> member)
    {
        _members++;
        if (member.Length < HeaderLength || member[58] != '`' || member[59] != '\n' || !TryNumber(member[48..58], out var size)) return false;
        var content = member[HeaderLength..];
        // The name stands before the content where it is too long for the header: "#1/20".
        if (member.StartsWith("#1/"u8) && TryNumber(member[3..16], out var name))
            content = name <= LongestName && name <= content.Length ? content[(int)name..] : [];
        if (ElfHeader.Read(content) is { } header) _object = header;
        _next += HeaderLength + (ulong)size + ((ulong)size & 1);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> field, out long number) =>
        Utf8Parser.TryParse(field.TrimEnd((byte)' '), out number, out var used) && used == field.TrimEnd((byte)' ').Length && number >= 0;
}
