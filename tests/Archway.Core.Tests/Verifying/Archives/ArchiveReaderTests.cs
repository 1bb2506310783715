using System.IO.Compression;
using System.Text;
using Archway.Verifying.Archives;
using Archway.Verifying.Binaries;
using Xunit;
using static Archway.Core.Tests.Verifying.Archives.Archived;

namespace Archway.Core.Tests.Verifying.Archives;

/// <summary>What archives hold that some machine runs.</summary>
public sealed class ArchiveReaderTests
{
    [Fact]
    public void The_natives_of_a_jar_are_told_each_with_its_platform()
    {
        var jar = Zip(
            ("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"u8.ToArray(), CompressionLevel.Fastest),
            ("META-INF/native/libnetty_epoll_aarch_64.so", Arm64, CompressionLevel.SmallestSize),
            ("META-INF/native/libnetty_epoll_x86_64.so", Amd64, CompressionLevel.SmallestSize),
            ("io/netty/Epoll.class", [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 65], CompressionLevel.Fastest),
            ("com/sun/jna/darwin/libjnidispatch.jnilib", Convert.FromHexString("CFFAEDFE0C000001" + new string('0', 64)), CompressionLevel.NoCompression));

        Assert.Equal(
            [
                "META-INF/native/libnetty_epoll_aarch_64.so linux/arm64", "META-INF/native/libnetty_epoll_x86_64.so linux/amd64",
                "com/sun/jna/darwin/libjnidispatch.jnilib darwin/arm64",
            ],
            Files(jar));
        Assert.Empty(Archive(jar).Platforms);
        Assert.Equal(["libc.so.6"], Assert.IsType<ElfFile>(Archive(jar).Files[0].Content).Needed);
    }

    [Theory]
    [InlineData("libz.so.1.2.3")]
    [InlineData("a.node")]
    [InlineData("_ssl.pyd")]
    [InlineData("esbuild")]
    [InlineData("bin/protoc-3.21.exe")]
    [InlineData("jni/arm64-v8a/LIB.SO")]
    [InlineData("tool.x86_64")]
    [InlineData("some.ending-that-nobody-knows")]
    [InlineData("folder.class/tool")]
    public void Whatever_a_file_is_called_that_may_be_native_its_bytes_tell(string name) =>
        Assert.Equal([$"{name} linux/arm64"], Files(Zip((name, Arm64, CompressionLevel.Fastest))));

    [Theory]
    [InlineData("a/B.class")]
    [InlineData("index.JS")]
    [InlineData("a.py")]
    [InlineData("pom.xml")]
    [InlineData("folder/")]
    public void What_no_machine_runs_is_not_even_looked_at(string name) =>
        Assert.Empty(Files(new TestZip().With(new TestZip.Entry { Name = Encoding.UTF8.GetBytes(name), Content = [1], Checksum = 0, Method = 99 }).Write()));

    [Fact]
    public void Scripts_and_texts_in_an_archive_are_of_no_interest() =>
        Assert.Empty(Files(new TestZip().With("run", "#!/bin/sh\n"u8.ToArray()).With("NOTICE", "a text"u8.ToArray()).With("empty", [], 0).Write()));

    [Fact]
    public void A_program_of_Windows_is_told_and_an_assembly_of_NET_is_not()
    {
        var program = new byte[600];
        "MZ"u8.CopyTo(program);
        program[60] = 128;
        "PE\0\0\u0064"u8.CopyTo(program.AsSpan(128));
        (program[133], program[148], program[152], program[153], program[220], program[260]) = (0x86, 240, 0x0B, 2, 3, 16);
        var assembly = (byte[])program.Clone();
        assembly[152 + 112 + 14 * 8] = 8;

        Assert.Equal(["a.dll windows/amd64"], Files(new TestZip().With("a.dll", program).With("b.dll", assembly).Write()));
    }

    [Fact]
    public void A_wheel_tells_its_tags_and_its_modules()
    {
        var wheel = Zip(
            ("m/_m.cpython-312-aarch64-linux-gnu.so", Arm64, CompressionLevel.Fastest),
            ("m-1.0.dist-info/WHEEL", "Tag: cp312-cp312-manylinux_2_17_aarch64\nTag: cp312-cp312-linux_aarch64\n"u8.ToArray(), CompressionLevel.Fastest));

        Assert.Equal(["m/_m.cpython-312-aarch64-linux-gnu.so linux/arm64"], Files(wheel));
        Assert.Equal(["cp312-cp312-manylinux_2_17_aarch64", "cp312-cp312-linux_aarch64"], Archive(wheel).WheelTags);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void Archives_in_archives_are_read(int method)
    {
        var library = new TestZip().With("META-INF/native/liby.so", Amd64).With("p.dist-info/WHEEL", "Tag: py3-none-any"u8.ToArray()).Write();
        var war = new TestZip().With("WEB-INF/lib/x.jar", library, method).With("WEB-INF/lib/z.jar", library, method).With("bin/tool", Arm64).Write();
        var zip = new TestZip().With("app.war", war, method).Write();

        Assert.Equal(
            [
                "app.war!/WEB-INF/lib/x.jar!/META-INF/native/liby.so linux/amd64", "app.war!/WEB-INF/lib/z.jar!/META-INF/native/liby.so linux/amd64",
                "app.war!/bin/tool linux/arm64",
            ],
            Files(zip));
        Assert.Equal(["py3-none-any"], Archive(zip).WheelTags);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_jar_that_starts_itself_has_a_script_before_it(bool countsBefore)
    {
        var jar = new TestZip { Before = [.. "#!/bin/bash\n# "u8, .. Enumerable.Repeat((byte)'a', 9000), (byte)'\n'], CountsBefore = countsBefore }
            .With("BOOT-INF/lib/x.jar", new TestZip().With("liby.so", Amd64).Write(), 0).Write();

        Assert.True(ArchiveReader.MayRead("usr/bin/app", jar));
        Assert.Equal(["BOOT-INF/lib/x.jar!/liby.so linux/amd64"], Files(jar));
        Assert.Equal(new ScriptFile("/bin/bash", null, "/bin/bash"), Archive(jar).Before);
    }

    [Fact]
    public void A_program_before_a_jar_is_told_too()
    {
        var jar = new TestZip { Before = Amd64 }.With("liba.so", Arm64).Write();

        Assert.True(ArchiveReader.MayRead("app.jar", jar));
        Assert.False(ArchiveReader.MayRead("app", jar));
        Assert.Equal(["liba.so linux/arm64"], Files(jar));
        Assert.Equal("linux/amd64", string.Join(',', Archive(jar).Before!.Platforms));
    }

    [Fact]
    public void A_module_of_Java_is_read()
    {
        var jmod = new TestZip { Before = [(byte)'J', (byte)'M', 1, 0] }.With("lib/libjava.so", Arm64).With("classes/A.class", [1]).Write();

        Assert.True(ArchiveReader.MayRead("jmods/a", jmod));
        Assert.Equal(["lib/libjava.so linux/arm64"], Files(jmod));
        Assert.Null(Archive(jmod).Before);
    }

    [Theory]
    [InlineData("a", "PK\u0003\u0004", true)]
    [InlineData("a", "PK\u0005\u0006", true)]
    [InlineData("a.JAR", "anything", true)]
    [InlineData("a.whl", "", false)]
    [InlineData("a", "#!/usr/bin/env python3\nPK\u0003\u0004", true)]
    [InlineData("a", "#!/bin/sh\nexit\n", false)]
    [InlineData("a.txt", "JM\u0001\0", false)]
    [InlineData("a.jar.txt", "a text about PK\u0003\u0004", false)]
    public void What_may_be_an_archive_is_known_by_its_beginning_or_its_name(string path, string head, bool may) =>
        Assert.Equal(may, ArchiveReader.MayRead(path, Encoding.Latin1.GetBytes(head)));

    [Fact]
    public void What_is_no_archive_after_all_is_what_its_beginning_says()
    {
        Assert.Equal(new ScriptFile("/bin/sh", null, "/bin/sh"), Read("#!/bin/sh\nPK\u0003\u0004 is how zips begin\n"u8.ToArray()));
        Assert.IsType<ElfFile>(Read(Arm64));
        Assert.Null(Read("a text named as a jar"u8.ToArray()));
        Assert.Null(Read([]));
    }

    [Fact]
    public void An_archive_of_nothing_is_one()
    {
        Assert.Empty(Files(new TestZip().Write()));
        Assert.Empty(Files(new TestZip { IsLarge = true, Comment = [1, 2, 3] }.Write()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    public void The_records_for_large_archives_are_read(int before)
    {
        foreach (var countsBefore in (bool[])[true, false])
        {
            TestZip zip = new() { IsLarge = true, Before = new byte[before], CountsBefore = countsBefore };
            Assert.Equal(["liba.so linux/arm64", "libb.so linux/arm64"], Files(zip.With("liba.so", Arm64).With("libb.so", Arm64, 0).Write()));
        }
    }

    [Fact]
    public void Seventy_thousand_entries_are_nothing_special()
    {
        TestZip zip = new();
        for (var i = 0; i < 70_000; i++) zip.With($"a/{i}.class", [], 0);
        var written = zip.With("liba.so", Arm64).Write();
        Files(written);
        var before = GC.GetAllocatedBytesForCurrentThread();

        // The small record has no room for their number.
        Assert.Equal(["liba.so linux/arm64"], Files(written));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, written.Length * 4L);
    }

    [Theory]
    [InlineData("../../etc/x", "etc/x")]
    [InlineData("/bin/x", "bin/x")]
    [InlineData("a\\.\\b\\x", "a/b/x")]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("a\u001B[31mb", "a\uFFFD[31mb")]
    public void Names_are_shown_clean(string name, string shown) => Assert.Equal([$"{shown} linux/arm64"], Files(new TestZip().With(name, Arm64).Write()));

    [Fact]
    public void Of_two_files_of_one_name_both_are_told() =>
        Assert.Equal(["x.so linux/arm64", "x.so linux/amd64"], Files(new TestZip().With("x.so", Arm64).With("x.so", Amd64).Write()));

    [Fact]
    public void A_comment_that_looks_like_an_end_misleads_nobody()
    {
        var inner = new TestZip().With("liba.so", Amd64).Write()[^22..];

        Assert.Equal(["libb.so linux/arm64"], Files(new TestZip { Comment = [.. inner, 1] }.With("libb.so", Arm64).Write()));
        Assert.Equal(["libb.so linux/arm64"], Files(new TestZip { Comment = new byte[ushort.MaxValue] }.With("libb.so", Arm64).Write()));
    }

    [Fact]
    public void A_directory_that_does_not_stand_right_before_the_end_is_found() =>
        Assert.Equal(["liba.so linux/arm64"], Files(new TestZip { BetweenDirectoryAndEnd = new byte[100] }.With("liba.so", Arm64).Write()));
}
