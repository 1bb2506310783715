using System.Text;
using Xunit;

namespace Archway.Core.Tests.Verifying.Binaries;

/// <summary>What compilers and linkers say in a file of how they made it.</summary>
public sealed class ElfNoteTests
{
    private static readonly ElfBytes.Note GnuBuild = new("GNU", 3, [0xAB, 0xCD, 0x01]);

    [Fact]
    public void Notes_tell_of_builds()
    {
        var elf = Reading.Elf(new() { Notes = [new("Go", 4, Encoding.ASCII.GetBytes("a/b/c/d")), GnuBuild] });

        Assert.Equal(("a/b/c/d", true, "abcd01"), (elf.GoBuildId, elf.IsGo, elf.BuildId));
    }

    [Theory]
    [InlineData("\0.text\0.gopclntab\0", false, true)]
    [InlineData("\0.text\0.gopclntab\0", true, true)]
    [InlineData("\0.text\0.data\0", false, false)]
    public void Go_is_known_by_its_sections_where_it_wrote_no_note(string names, bool areFirst, bool isGo)
    {
        var elf = Reading.Elf(new() { SectionNames = names, AreSectionsFirst = areFirst });

        Assert.Equal((isGo, (string?)null), (elf.IsGo, elf.GoBuildId));
    }

    [Fact]
    public void Rust_is_known_by_its_comment()
    {
        Assert.True(Reading.Elf(new() { Comment = "GCC: (Debian) 12.2.0\0rustc version 1.85.1 (4eb161250)" }).IsRust);
        Assert.False(Reading.Elf(new() { Comment = "GCC: (Debian) 12.2.0" }).IsRust);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(2, 2)]
    [InlineData(7, 3)]
    [InlineData(8, 4)]
    [InlineData(15, 4)]
    public void Properties_tell_the_level_of_x86(byte bits, int level)
    {
        var elf = Reading.Elf(new()
        {
            Machine = 62,
            NoteAlignment = 8,
            Notes = [new("GNU", 5, [.. Property(0xC0000002, 3), .. Property(0xC0008002, bits), .. Property(0xC0010002, 1)])],
        });

        Assert.Equal((level, 1), (elf.X86LevelNeeded, elf.X86LevelUsed));
        Assert.False(elf.HasBranchTargets);
    }

    [Theory]
    [InlineData(0, false, false)]
    [InlineData(1, true, false)]
    [InlineData(3, true, true)]
    public void Properties_tell_what_Arm64_code_is_guarded_by(byte bits, bool hasTargets, bool hasSigned)
    {
        var elf = Reading.Elf(new() { NoteAlignment = 8, Notes = [new("GNU", 5, Property(0xC0000000, bits))] });

        Assert.Equal((hasTargets, hasSigned, (int?)null), (elf.HasBranchTargets, elf.HasSignedReturns, elf.X86LevelNeeded));
    }

    [Theory]
    [InlineData(4, "v5", "linux/arm/v5")]
    [InlineData(6, "v6", "linux/arm/v6")]
    [InlineData(10, "v7", "linux/arm/v7")]
    [InlineData(14, "v8", "linux/arm/v8")]
    // A microcontroller's.
    [InlineData(13, null, "linux/arm")]
    public void Attributes_tell_the_level_of_32_bit_Arm(byte architecture, string? version, string platform)
    {
        // A name of the processor, then the architecture.
        byte[] attributes = [5, .. "7-A\0"u8, 6, architecture, 7, (byte)'A'];
        ElfBytes file = new() { Is64Bit = false, Machine = 40 };
        byte[] part = [1, .. file.Word((uint)attributes.Length + 5), .. attributes];
        byte[] section = [(byte)'A', .. file.Word((uint)part.Length + 10), .. "aeabi\0"u8, .. part];

        var elf = Reading.Elf(new() { Is64Bit = false, Machine = 40, ArmAttributes = section });

        Assert.Equal((version, platform), (elf.ArmVersion, string.Join(", ", elf.Platforms)));
    }

    private static byte[] Property(uint type, byte bits) => [.. BitConverter.GetBytes(type), 4, 0, 0, 0, bits, 0, 0, 0, 0, 0, 0, 0];
}
