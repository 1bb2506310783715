using Archway.Verifying.Binaries;
using Xunit;

namespace Archway.Core.Tests.Verifying.Binaries;

/// <summary>What is read of programs and libraries.</summary>
public sealed class ElfFileTests
{
    private static readonly ElfBytes.Note GnuBuild = new("GNU", 3, [0xAB, 0xCD, 0x01]);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_program_is_read_in_every_class_and_byte_order(bool is64Bit, bool isLittleEndian)
    {
        var elf = Reading.Elf(new()
        {
            Is64Bit = is64Bit,
            IsLittleEndian = isLittleEndian,
            Machine = 8,
            Interpreter = "/lib/ld.so.1",
            Needed = ["libm.so.6", "libc.so.6"],
            Versions = ["libm.so.6 GLIBC_2.29", "libc.so.6 GLIBC_2.34", "libc.so.6 GLIBC_2.4"],
            RunPath = "$ORIGIN/../lib",
            RPath = "/opt/lib",
            Notes = [GnuBuild],
        });

        Assert.Equal(
            (is64Bit, isLittleEndian, 8, ElfKind.Executable, "/lib/ld.so.1", "$ORIGIN/../lib", "/opt/lib"),
            (elf.Machine.Is64Bit, elf.Machine.IsLittleEndian, elf.Machine.Number, elf.Kind, elf.Interpreter, elf.RunPath, elf.RPath));
        Assert.Equal(("abcd01", new Version(2, 34), CLibrary.Glibc, ElfGaps.None), (elf.BuildId, elf.GlibcNeeded, elf.CLibrary, elf.Gaps));
        Assert.Equal(["libm.so.6", "libc.so.6"], elf.Needed);
        Assert.True(elf.IsPositionIndependent);
        Assert.False(elf.IsStatic);
    }

    // https://github.com/torvalds/linux/blob/v6.12/fs/binfmt_elf.c: load_elf_binary looks at neither.
    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, 1)]
    [InlineData(4, 9)]
    [InlineData(5, 0)]
    [InlineData(5, 2)]
    public void What_Linux_does_not_look_at_makes_no_other_machine_of_a_program(int at, byte value)
    {
        var file = new ElfBytes { Is64Bit = true, IsLittleEndian = true, Machine = 62, Interpreter = "/lib/ld.so.1" }.Write();
        file[at] = value;

        var elf = Assert.IsType<ElfFile>(Reading.Of(file));
        Assert.Equal(("x86-64", "/lib/ld.so.1"), (elf.Machine.Name, elf.Interpreter));
    }

    [Theory]
    [InlineData(62, true, true, 0, "linux/amd64", "x86-64", null)]
    [InlineData(62, false, true, 0, "", "x32", null)]
    [InlineData(3, false, true, 0, "linux/386", "x86", null)]
    [InlineData(183, true, true, 0, "linux/arm64", "Arm64", null)]
    [InlineData(183, true, false, 0, "", "Arm64 (big-endian)", null)]
    [InlineData(183, false, true, 0, "", "Arm64 (32-bit pointers)", null)]
    [InlineData(40, false, true, 0x05000400, "linux/arm", "Arm (32-bit)", "hard-float EABI5")]
    [InlineData(40, false, true, 0x05000200, "linux/arm", "Arm (32-bit)", "soft-float EABI5")]
    [InlineData(40, false, false, 0x05000400, "", "Arm (32-bit, big-endian)", "hard-float EABI5")]
    [InlineData(21, true, true, 2, "linux/ppc64le", "PowerPC 64 (little-endian)", "ELFv2")]
    [InlineData(21, true, false, 1, "linux/ppc64", "PowerPC 64", "ELFv1")]
    [InlineData(22, true, false, 0, "linux/s390x", "IBM Z", null)]
    [InlineData(22, false, false, 0, "", "S/390 (31-bit)", null)]
    [InlineData(243, true, true, 5, "linux/riscv64", "RISC-V 64", "lp64d")]
    [InlineData(243, false, true, 0, "", "RISC-V 32", "ilp32")]
    [InlineData(258, true, true, 0x43, "linux/loong64", "LoongArch 64", null)]
    [InlineData(8, true, true, 0x80000007, "linux/mips64le", "MIPS 64 (little-endian)", "n64")]
    [InlineData(8, false, true, 0x70001005, "linux/mipsle", "MIPS (little-endian)", "o32")]
    [InlineData(8, false, true, 0x80000024, "", "MIPS (little-endian)", "n32")]
    [InlineData(190, true, true, 0, "", "machine 190", null)]
    public void A_machine_has_the_name_that_images_use_or_none(
        int number, bool is64Bit, bool isLittleEndian, uint flags, string platform, string name, string? abi)
    {
        var elf = Reading.Elf(new() { Machine = (ushort)number, Is64Bit = is64Bit, IsLittleEndian = isLittleEndian, Flags = flags });

        Assert.Equal((platform, name, abi), (string.Join(", ", elf.Platforms), elf.Machine.Name, elf.Machine.Abi));
    }

    [Fact]
    public void A_program_of_another_system_is_for_that_system() =>
        Assert.Equal("freebsd/amd64", string.Join(", ", Reading.Elf(new() { Machine = 62, System = 9 }).Platforms));

    [Fact]
    public void A_program_for_the_kernel_runs_on_any_machine()
    {
        var elf = Reading.Elf(new() { Machine = 247, Type = 1, IsDynamic = false });

        Assert.True(elf.Machine.IsVirtual);
        Assert.Empty(elf.Platforms);
        Assert.Equal(ElfKind.Relocatable, elf.Kind);
    }

    [Fact]
    public void A_program_without_libraries_is_static()
    {
        var elf = Reading.Elf(new() { Type = 2, IsDynamic = false });

        Assert.Equal((ElfKind.Executable, true, false), (elf.Kind, elf.IsStatic, elf.IsPositionIndependent));
    }

    [Fact]
    public void A_static_program_can_be_loaded_anywhere()
    {
        var elf = Reading.Elf(new() { IsProgram = true });

        Assert.Equal((ElfKind.Executable, true, true), (elf.Kind, elf.IsStatic, elf.IsPositionIndependent));
    }

    [Fact]
    public void A_library_that_can_be_started_is_a_library()
    {
        var elf = Reading.Elf(new() { Interpreter = "/lib64/ld-linux-x86-64.so.2", Name = "libc.so.6" });

        Assert.Equal((ElfKind.SharedLibrary, false, "libc.so.6"), (elf.Kind, elf.IsStatic, elf.Name));
    }

    [Fact]
    public void A_program_without_a_name_and_with_an_interpreter_is_a_program() =>
        Assert.Equal(ElfKind.Executable, Reading.Elf(new() { Interpreter = "/lib/ld-linux-aarch64.so.1", Needed = ["libc.so.6"] }).Kind);

    [Theory]
    [InlineData("GLIBC_2.4 GLIBC_2.34 GLIBC_2.17", "2.34")]
    [InlineData("GLIBC_2.2.5 GLIBC_PRIVATE GLIBC_ABI_DT_RELR", "2.2.5")]
    [InlineData("GLIBCXX_3.4.29 CXXABI_1.3", null)]
    [InlineData("GLIBC_ GLIBC_x GLIBC_99999999999.1", null)]
    public void The_newest_glibc_counts(string names, string? newest)
    {
        var elf = Reading.Elf(new() { Needed = ["libc.so.6"], Versions = [.. names.Split(' ').Select(name => "libc.so.6 " + name)] });

        Assert.Equal(newest, elf.GlibcNeeded?.ToString());
        Assert.Equal(ElfGaps.None, elf.Gaps);
    }

    [Fact]
    public void A_version_that_the_compilers_library_gives_is_not_of_glibc()
    {
        var elf = Reading.Elf(new() { Needed = ["libc.musl-aarch64.so.1"], Versions = ["libgcc_s.so.1 GLIBC_2.0", "libgcc_s.so.1 GCC_3.0"] });

        Assert.Equal(((Version?)null, CLibrary.Musl, ElfGaps.None), (elf.GlibcNeeded, elf.CLibrary, elf.Gaps));
    }

    [Theory]
    [InlineData("/lib/ld-musl-aarch64.so.1", "libc.so", CLibrary.Musl)]
    [InlineData(null, "libc.musl-x86_64.so.1", CLibrary.Musl)]
    [InlineData(null, "libc.so", CLibrary.Musl)]
    [InlineData(null, "libc.so libdl.so", CLibrary.Untold)]
    [InlineData("/lib64/ld-linux-x86-64.so.2", "", CLibrary.Glibc)]
    [InlineData(null, "libc.so.6", CLibrary.Glibc)]
    [InlineData(null, "libm.so.6", CLibrary.Untold)]
    [InlineData("/lib/ld-linux-aarch64.so.1", "libc.musl-aarch64.so.1", CLibrary.Musl)]
    public void The_C_library_is_told(string? interpreter, string needed, CLibrary library) =>
        Assert.Equal(library, Reading.Elf(new() { Interpreter = interpreter, Needed = needed.Split(' ', StringSplitOptions.RemoveEmptyEntries) }).CLibrary);

    [Fact]
    public void Tables_behind_the_dynamic_section_are_read() =>
        AssertTables(new() { Needed = ["libz.so.1"], Versions = ["libz.so.1 GLIBC_2.17"], AreTablesBehind = true });

    [Fact]
    public void Tables_right_before_the_dynamic_section_are_read() =>
        AssertTables(new() { Needed = ["libz.so.1"], Versions = ["libz.so.1 GLIBC_2.17"], AreTablesBeside = true, Data = new byte[1 << 19] });

    [Fact]
    public void Headers_at_the_end_lead_back_to_what_was_kept() =>
        AssertTables(new() { Needed = ["libz.so.1"], Versions = ["libz.so.1 GLIBC_2.17"], AreSegmentsLast = true });

    [Fact]
    public void Sections_at_the_beginning_tell_of_tables_far_away() =>
        AssertTables(new() { Needed = ["libz.so.1"], Versions = ["libz.so.1 GLIBC_2.17"], AreSectionsFirst = true, Before = 9 << 20 });

    [Fact]
    public void What_lay_beyond_the_bounds_is_said_to_be_missing()
    {
        var elf = Reading.Elf(new()
        {
            Interpreter = "/lib/ld.so",
            Needed = ["libz.so.1"],
            Versions = ["libz.so.1 GLIBC_2.17"],
            Before = 9 << 20,
            Data = new byte[10_000]
        });

        Assert.Equal(ElfGaps.Names | ElfGaps.Versions, elf.Gaps);
        Assert.Empty(elf.Needed);
        Assert.Null(elf.GlibcNeeded);
        Assert.Equal("/lib/ld.so", elf.Interpreter);
    }

    [Fact]
    public void A_program_whose_dynamic_section_is_missing_is_not_called_static()
    {
        var file = new ElfBytes { Type = 2, Needed = ["libz.so.1"], Before = 10_000 }.Write();

        var elf = Assert.IsType<ElfFile>(Reading.Of(file[..8000]));

        Assert.Equal(ElfGaps.Dynamic, elf.Gaps & ElfGaps.Dynamic);
        Assert.False(elf.IsStatic);
    }

    private static void AssertTables(ElfBytes file)
    {
        var elf = Reading.Elf(file);

        Assert.Equal(ElfGaps.None, elf.Gaps);
        Assert.Equal(["libz.so.1"], elf.Needed);
        Assert.Equal(new Version(2, 17), elf.GlibcNeeded);
    }
}
