using Archway.Verifying.Binaries;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Core.Tests.Verifying.Binaries;

/// <summary>Files whose offsets, counts and lengths lie.</summary>
public sealed class HostileElfTests
{
    private static readonly byte[][] Honest =
    [
        new ElfBytes { Interpreter = "/lib/ld.so", Needed = ["libc.so.6"], Versions = ["libc.so.6 GLIBC_2.34"], Notes = [new("GNU", 3, [1, 2, 3, 4])] }.Write(),
        new ElfBytes { Is64Bit = false, IsLittleEndian = false, Needed = ["libc.so.6"], Versions = ["libc.so.6 GLIBC_2.34"], AreTablesBehind = true }.Write(),
        new ElfBytes { Needed = ["libc.so.6"], Versions = ["libc.so.6 GLIBC_2.34"], AreSectionsFirst = true, SectionNames = "\0.gopclntab\0" }.Write(),
        new ElfBytes { Needed = ["libc.so.6"], Machine = 62, AreTablesBeside = true, NoteAlignment = 8, Notes = [new("GNU", 5, new byte[32])] }.Write(),
        new ElfBytes { Needed = ["libc.so.6"], AreSegmentsLast = true, Comment = "rustc version 1" }.Write(),
    ];

    private static readonly byte[][] Beginnings =
    [
        [.. "\u007FELF\u0002\u0001"u8], [.. "!<arch>\n"u8], [.. "MZ"u8], [0xCA, 0xFE, 0xBA, 0xBE], [0xCF, 0xFA, 0xED, 0xFE], [.. "#!/"u8],
    ];

    [Fact]
    public void Whatever_is_changed_the_same_is_read_however_the_bytes_come() =>
        Prop.ForAll(Changed.ToArbitrary(), change =>
        {
            var file = (byte[])Honest[change.File].Clone();
            foreach (var (at, value) in change.Bytes) file[at % file.Length] = value;
            file = file[..^(change.Cut % file.Length)];

            var whole = Reading.Text(Reading.Of(file));

            return whole == Reading.Text(Reading.Of(file, 1)) && whole == Reading.Text(Reading.Of(file, 777));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_behind_the_first_are_read() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            foreach (var first in Beginnings) _ = Reading.Of([.. first, .. bytes]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Versions_that_lead_round_in_a_circle_end()
    {
        // Each version says that the next is where it is itself, 65535 times.
        var file = new ElfBytes { Needed = ["libc.so.6"], Versions = ["libc.so.6 GLIBC_2.34"] }.Write();
        var at = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[1, 0, 1, 0]);
        while (file[at + 8] != 16) at += 1 + file.AsSpan(at + 1).IndexOf((ReadOnlySpan<byte>)[1, 0, 1, 0]);
        (file[at + 2], file[at + 3]) = (0xFF, 0xFF);
        file.AsSpan(at + 28, 4).Fill(0xFF);

        var elf = Assert.IsType<ElfFile>(Reading.Of(file));

        Assert.Equal(ElfGaps.Versions, elf.Gaps);
    }

    [Fact]
    public void More_libraries_than_anybody_has_are_not_all_kept()
    {
        var elf = Reading.Elf(new() { Needed = [.. Enumerable.Range(0, 1000).Select(i => $"lib{i}.so")] });

        Assert.Equal((256, ElfGaps.Names), (elf.Needed.Length, elf.Gaps));
    }

    [Fact]
    public void Longer_names_than_anybody_has_are_not_all_kept()
    {
        var elf = Reading.Elf(new() { Needed = [.. Enumerable.Range(0, 100).Select(i => i + new string('a', 4000))] });

        Assert.Equal((4, ElfGaps.Names), (elf.Needed.Length, elf.Gaps));
    }

    [Fact]
    public void A_length_that_the_file_does_not_have_takes_no_memory()
    {
        var file = new ElfBytes { Needed = ["libc.so.6"], Before = 4096 }.Write();
        FileReader reader = new();
        var before = GC.GetAllocatedBytesForCurrentThread();

        reader.Begin(long.MaxValue);
        reader.Add(file);
        reader.End();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static Gen<(int At, byte Value)> Change =>
        from at in Gen.Choose(0, 4096)
        from value in Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0, 1, 0x7F, 0xFF))
        select (at, (byte)value);

    private static Gen<(int File, (int At, byte Value)[] Bytes, int Cut)> Changed =>
        from file in Gen.Choose(0, Honest.Length - 1)
        from bytes in Gen.ArrayOf(Change)
        from cut in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 4096))
        select (file, bytes, cut);
}
