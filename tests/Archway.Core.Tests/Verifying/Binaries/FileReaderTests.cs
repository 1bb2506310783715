using System.Text;
using Archway.Verifying.Binaries;
using Xunit;

namespace Archway.Core.Tests.Verifying.Binaries;

/// <summary>What files are by their bytes.</summary>
public sealed class FileReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("#")]
    [InlineData("a text\n")]
    [InlineData("MZ")]
    [InlineData("PK")]
    [InlineData("\u007FELF")]
    [InlineData("#![allow(unused)]\n")]
    [InlineData("#! \n")]
    [InlineData("!<arch>\n")]
    [InlineData("!<arch>\ndebian-binary   1342943816  0     0     100644  4         `\n2.0\n")]
    public void A_file_of_no_interest_is_nothing(string content) => Assert.Null(Reading.Of(Encoding.Latin1.GetBytes(content)));

    [Fact]
    public void A_file_of_no_interest_is_done_with_its_first_bytes_and_costs_nothing()
    {
        FileReader reader = new();
        var file = new byte[4096];
        Array.Fill(file, (byte)'a');
        Read();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++) Read();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Read()
        {
            reader.Begin(1L << 40);
            reader.Add(file);
            if (!reader.IsDone || reader.End() is not null) throw new InvalidOperationException("it was taken for something");
        }
    }

    [Theory]
    [InlineData("#!/bin/sh\n", "/bin/sh", null, "/bin/sh")]
    [InlineData("#! /bin/sh -e\nset\n", "/bin/sh", "-e", "/bin/sh")]
    [InlineData("#!/usr/bin/perl\t-w -T \n", "/usr/bin/perl", "-w -T", "/usr/bin/perl")]
    [InlineData("#!/bin/sh", "/bin/sh", null, "/bin/sh")]
    [InlineData("#!/bin/bash\r\n", "/bin/bash\r", null, "/bin/bash\r")]
    [InlineData("#!/usr/bin/env python3\n", "/usr/bin/env", "python3", "python3")]
    [InlineData("#!/usr/bin/env -S node --no-warnings\n", "/usr/bin/env", "-S node --no-warnings", "node")]
    [InlineData("#!/usr/bin/env -vSnode --no-warnings\n", "/usr/bin/env", "-vSnode --no-warnings", "node")]
    [InlineData("#!/usr/bin/env -S -i A=b -u CLASS ruby\n", "/usr/bin/env", "-S -i A=b -u CLASS ruby", "ruby")]
    [InlineData("#!/usr/bin/env --split-string=deno run\n", "/usr/bin/env", "--split-string=deno run", "deno")]
    [InlineData("#!/usr/bin/env\n", "/usr/bin/env", null, null)]
    public void A_script_names_what_runs_it(string text, string interpreter, string? argument, string? program) =>
        Assert.Equal(new ScriptFile(interpreter, argument, program), Reading.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Only_as_much_of_a_line_counts_as_Linux_reads()
    {
        var script = Assert.IsType<ScriptFile>(Reading.Of(Encoding.UTF8.GetBytes("#!/" + new string('a', 5000))));

        Assert.Equal(254, script.Interpreter.Length);
    }

    [Theory]
    [InlineData("504B0304", typeof(ZipFile))]
    [InlineData("504B0506", typeof(ZipFile))]
    [InlineData("0061736D01000000", typeof(WebAssemblyFile))]
    [InlineData("CAFEBABE00000041001D", typeof(JavaClassFile))]
    [InlineData("CAFEBABEFFFF0041001D", typeof(JavaClassFile))]
    public void What_runs_everywhere_is_named(string hex, Type kind)
    {
        var content = Reading.Of(Convert.FromHexString(hex));

        Assert.IsType(kind, content);
        Assert.Empty(content!.Platforms);
    }

    [Theory]
    [InlineData("CFFAEDFE0C000001", "darwin/arm64")]
    [InlineData("CFFAEDFE07000001", "darwin/amd64")]
    [InlineData("FEEDFACE00000012", "")]
    [InlineData("CAFEBABE000000020100000700000000000000000000000000000000" + "0100000C00000000000000000000000000000000", "darwin/amd64, darwin/arm64")]
    [InlineData("CAFEBABF00000001" + "0100000C00000000000000000000000000000000000000000000000000000000", "darwin/arm64")]
    public void A_Mach_O_file_is_for_its_machines(string hex, string platforms)
    {
        var content = Reading.Of([.. Convert.FromHexString(hex), .. new byte[32]]);

        Assert.Equal(platforms, string.Join(", ", Assert.IsType<MachOFile>(content).Platforms));
    }

    [Theory]
    [InlineData(0x8664, false, 3, "windows/amd64")]
    [InlineData(0xAA64, false, 3, "windows/arm64")]
    [InlineData(0x014C, false, 2, "windows/386")]
    // An assembly of .NET holds code for every machine, compiled ahead for one or not.
    [InlineData(0x014C, true, 3, "")]
    [InlineData(0x8664, true, 3, "")]
    [InlineData(0xFD1D, true, 3, "")]
    // A boot loader needs no Windows.
    [InlineData(0xAA64, false, 10, "")]
    public void A_PE_file_is_for_its_machine(int machine, bool isManaged, int subsystem, string platform)
    {
        var content = Assert.IsType<PeFile>(Reading.Of(PortableExecutable((ushort)machine, isManaged, (byte)subsystem)));

        Assert.Equal(platform, string.Join(", ", content.Platforms));
        Assert.Equal(isManaged, content.IsManaged);
    }

    [Fact]
    public void The_machine_of_an_assembly_compiled_for_Linux_is_told() =>
        Assert.Equal("amd64", Assert.IsType<PeFile>(Reading.Of(PortableExecutable(0x8664 ^ 0x7B79, isManaged: true, 3))).Architecture);

    [Fact]
    public void A_static_library_is_for_the_machine_of_its_first_object()
    {
        var first = new ElfBytes { Machine = 62, Type = 1, IsDynamic = false }.Write();

        var content = Reading.Of(Archive(("/", new byte[70_001]), ("//", new byte[10]), ("a.o/", first)), 1000);

        Assert.Equal("linux/amd64", string.Join(", ", Assert.IsType<ObjectArchive>(content).Platforms));
    }

    [Fact]
    public void The_long_name_before_an_object_is_none_of_it()
    {
        byte[] member = [.. "a-name-of-20-bytes.o"u8, .. new ElfBytes { Type = 1, IsDynamic = false }.Write()];

        Assert.Equal("Arm64", Assert.IsType<ObjectArchive>(Reading.Of(Archive(("__.SYMDEF", new byte[40]), ("#1/20", member)))).Machine.Name);
    }

    [Fact]
    public void One_reader_reads_file_after_file()
    {
        FileReader reader = new();
        var elf = new ElfBytes { Needed = ["libm.so.6"] }.Write();

        Assert.IsType<ElfFile>(Reading.Of(reader, elf));
        Assert.Null(Reading.Of(reader, [.. "a text"u8]));
        Assert.IsType<ScriptFile>(Reading.Of(reader, [.. "#!/bin/sh\n"u8]));
        Assert.Null(Reading.Of(reader, []));
        Assert.Equal(["libm.so.6"], Assert.IsType<ElfFile>(Reading.Of(reader, elf)).Needed);
    }

    private static byte[] PortableExecutable(ushort machine, bool isManaged, byte subsystem)
    {
        var file = new byte[600];
        var has64Bits = machine != 0x014C;
        "MZ"u8.CopyTo(file);
        file[60] = 128;
        "PE\0\0"u8.CopyTo(file.AsSpan(128));
        (file[132], file[133]) = ((byte)machine, (byte)(machine >> 8));
        file[148] = 240;
        (file[152], file[153]) = ((byte)0x0B, (byte)(has64Bits ? 2 : 1));
        file[152 + 68] = subsystem;
        var directories = 152 + (has64Bits ? 112 : 96);
        file[directories - 4] = 16;
        if (isManaged) file[directories + 14 * 8] = 8;
        return file;
    }

    private static byte[] Archive(params (string Name, byte[] Content)[] members)
    {
        List<byte> file = [.. "!<arch>\n"u8];
        foreach (var (name, content) in members)
        {
            file.AddRange(Encoding.ASCII.GetBytes($"{name,-16}{0,-12}{0,-6}{0,-6}{644,-8}{content.Length,-10}`\n"));
            file.AddRange(content);
            if (content.Length % 2 == 1) file.Add((byte)'\n');
        }

        return [.. file];
    }
}
