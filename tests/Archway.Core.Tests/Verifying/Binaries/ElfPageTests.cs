using Archway.Verifying.Binaries;
using Xunit;

namespace Archway.Core.Tests.Verifying.Binaries;

/// <summary>With which pages a file can be loaded; numbers of the parts are in hexadecimal, as readelf prints them.</summary>
public sealed class ElfPageTests
{
    private const uint Code = 5;
    private const uint Data = 6;
    private const uint Constants = 4;

    [Theory]
    // What today's linkers for Arm64 write.
    [InlineData(0x163E98, 0x164938, 0x174938, 0x10000, 65536)]
    // The same for pages of 4096 bytes: at 64 KiB neither part begins where a page does.
    [InlineData(0x163E98, 0x164938, 0x165938, 0x1000, 4096)]
    [InlineData(0x163E98, 0x164938, 0x168938, 0x4000, 16384)]
    // No page at all.
    [InlineData(0x163E98, 0x164938, 0x164940, 0x8, 0)]
    public void Addresses_and_offsets_decide(ulong length, ulong offset, ulong address, ulong alignment, int largest)
    {
        var elf = Program(new(1, Code, 0, 0, length, alignment), new(1, Data, offset, address, 0x500, alignment));

        Assert.Equal((largest, (long)alignment), (elf.LargestPage, elf.Alignment));
    }

    [Fact]
    public void A_program_may_say_less_than_it_holds_to() =>
        Assert.Equal(65536, Program(new(1, Code, 0, 0, 0x1000, 0x1000), new(1, Data, 0x10000, 0x20000, 0x500, 0x1000)).LargestPage);

    [Fact]
    public void A_library_is_held_to_what_it_says_since_glibc_refuses_it_otherwise() =>
        Assert.Equal(4096, Library(new(1, Code, 0, 0, 0x1000, 0x1000), new(1, Data, 0x10000, 0x20000, 0x500, 0x1000)).LargestPage);

    [Fact]
    public void Code_on_a_page_with_data_could_not_run() =>
        Assert.Equal(4096, Program(new(1, Code, 0, 0, 0x1000, 0x10000), new(1, Data, 0x1000, 0x1000, 0x500, 0x10000)).LargestPage);

    [Fact]
    public void Constants_on_a_page_with_code_can_be_read() =>
        Assert.Equal(65536, Program(new(1, Constants, 0, 0, 0x1000, 0x10000), new(1, Code, 0x1000, 0x1000, 0x500, 0x10000)).LargestPage);

    [Fact]
    public void What_is_not_in_the_file_is_not_mapped_from_it() =>
        Assert.Equal(65536, Program(new(1, Code, 0, 0, 0x1000, 0x10000), new(1, Data, 0x1008, 0x21000, 0, 0x1000)).LargestPage);

    [Fact]
    public void What_is_not_loaded_has_no_pages()
    {
        var elf = Program(new ElfBytes.Segment(7, Constants, 0, 0, 16, 8));

        Assert.Equal(((int?)null, (long?)null), (elf.LargestPage, elf.Alignment));
    }

    private static ElfFile Program(params ElfBytes.Segment[] loads) => Reading.Elf(new() { Type = 2, IsDynamic = false, Loads = loads });

    private static ElfFile Library(params ElfBytes.Segment[] loads) => Reading.Elf(new() { IsDynamic = false, Loads = loads });
}
