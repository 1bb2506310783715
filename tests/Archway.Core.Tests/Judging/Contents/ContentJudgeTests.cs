using System.Collections.Immutable;
using Archway.Judging;
using Archway.Judging.Contents;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Verifying;
using Archway.Verifying.Archives;
using Archway.Verifying.Binaries;
using Xunit;

namespace Archway.Core.Tests.Judging.Contents;

/// <summary>What is thought of an image's files.</summary>
public sealed class ContentJudgeTests
{
    private const ushort Amd64 = 62;
    private const ushort Arm64 = 183;
    private static readonly ContentFile App = Program("/usr/bin/app", Arm64);

    [Fact]
    public void Files_for_this_machine_alone_verify_it()
    {
        var judged = Judged([App, Library("/usr/lib/liba.so.1", Arm64)]);

        Assert.Equal((Verification.Verified, "and its 2 binaries are for it"), (judged.Verification, judged.Because));
        Assert.Empty(judged.Foreign);
    }

    [Fact]
    public void An_image_without_binaries_is_neutral() => Assert.Equal(Verification.Neutral, Judged([]).Verification);

    [Fact]
    public void A_foreign_library_beside_a_sound_entrypoint_makes_it_suspect()
    {
        var judged = Judged([App, Library("/opt/liba.so", Amd64)]);

        Assert.Equal((Verification.Suspect, "but 1 of its 2 binaries is for linux/amd64: /opt/liba.so"), (judged.Verification, judged.Because));
        Assert.Equal(["/opt/liba.so linux/amd64 Library"], Told(judged));
    }

    [Theory]
    [InlineData(ProgramRole.Entrypoint)]
    [InlineData(ProgramRole.Command)]
    [InlineData(ProgramRole.Interpreter)]
    public void Whatever_of_what_starts_is_foreign_breaks_it(ProgramRole role)
    {
        var foreign = Program("/usr/bin/foreign", Amd64);
        ContentFile[] many = [.. Enumerable.Range(0, 20).Select(i => Program($"/usr/bin/{i}", Arm64))];

        var judged = Judged([App, foreign, .. many], new StartedProgram("app", ProgramRole.Entrypoint, App) { IsThere = true }, new("foreign", role, foreign) { IsThere = true });

        Assert.Equal(Verification.Broken, judged.Verification);
    }

    [Fact]
    public void Most_programs_foreign_break_it_whatever_starts()
    {
        var judged = Judged([App, Program("/usr/bin/b", Amd64), Program("/usr/bin/c", Amd64)]);

        Assert.Equal((Verification.Broken, "but 2 of its 3 programs are for linux/amd64: /usr/bin/b"), (judged.Verification, judged.Because));
    }

    [Fact]
    public void Half_of_them_do_not() => Assert.Equal(Verification.Suspect, Judged([App, Program("/usr/bin/b", Amd64)]).Verification);

    [Fact]
    public void Without_programs_the_libraries_decide() =>
        Assert.Equal(Verification.Broken, Judged([Library("/a.so", Amd64), Library("/b.so", Amd64), Library("/c.so", Arm64)], programs: []).Verification);

    [Fact]
    public void A_missing_entrypoint_interpreter_or_library_is_a_note()
    {
        var judged = Judged([App],
            new StartedProgram("app", ProgramRole.Entrypoint, App) { IsThere = true, Missing = ["libssl.so.3"] },
            new("/lib/ld-linux-aarch64.so.1", ProgramRole.Interpreter, null) { IsThere = false });

        Assert.Equal(Verification.Verified, judged.Verification);
        Assert.Equal(
            ["/lib/ld-linux-aarch64.so.1, which runs what it starts, is not there", "/usr/bin/app needs libssl.so.3, which is not there for it"], judged.Notes);
    }

    [Theory]
    [InlineData("/opt/native/linux-x86_64/liba.so", "/opt/native/linux-aarch64/liba.so")]
    [InlineData("/opt/native/linux-x86_64/liba.so", "/opt/native/linux-aarch64/libother.so")]
    [InlineData("/app/node_modules/@esbuild/linux-x64/bin/esbuild.so", "/app/node_modules/@esbuild/linux-arm64/bin/esbuild.so")]
    [InlineData("/opt/libnetty_x86_64.so", "/opt/libnetty_aarch_64.so")]
    [InlineData("/usr/lib/x86_64-linux-gnu/libz.so.1.2.13", "/usr/lib/aarch64-linux-gnu/libz.so.1.3")]
    [InlineData("/usr/lib/gcc-cross/x86_64-linux-gnu/12/libgcc_s.so", "/usr/bin/x86_64-linux-gnu-gcc")]
    [InlineData("/usr/x86_64-linux-gnu/lib/libc.so.6", "/usr/bin/x86_64-linux-gnu-gcc")]
    [InlineData("/usr/bin/qemu-aarch64-static", "/usr/bin/other")]
    [InlineData("/go/src/debug/elf/testdata/gcc-amd64-linux-exec", "/usr/bin/go")]
    [InlineData("/py/_ssl.cpython-312-x86_64-linux-gnu.so", "/py/_ssl.cpython-312-aarch64-linux-gnu.so")]
    [InlineData("/opt/amd64/liba.so", "/opt/arm64/libb.so")]
    [InlineData("/opt/x64/liba.so", "/opt/arm64/liba.so")]
    [InlineData("/usr/local/lib/gosu-amd64", "/usr/local/lib/gosu-arm64")]
    [InlineData("/dist/app_linux_amd64_v1/app", "/dist/app_linux_arm64/app")]
    [InlineData("/j/librocksdbjni-linux64.so", "/j/librocksdbjni-linux-aarch64.so")]
    [InlineData("/a/runtimes/linux-musl-x64/native/liba.so", "/a/runtimes/linux-arm64/native/liba.so")]
    [InlineData("/usr/x86_64-linux-gnu/lib/ld-linux-x86-64.so.2", "/usr/bin/x86_64-linux-gnu-gcc")]
    [InlineData("/usr/bin/qemu-sh4-static", "/usr/bin/other")]
    [InlineData("/usr/share/qemu/bios.elf", "/usr/bin/qemu-system-x86_64")]
    public void What_stands_beside_its_like_for_this_machine_is_explained(string foreign, string own)
    {
        var judged = Judged([App, Library(foreign, Amd64), Program(own, Arm64)]);

        Assert.Equal(Verification.Verified, judged.Verification);
        Assert.Equal([foreign], judged.Legitimate.Select(file => file.Foreign.Path));
    }

    [Theory]
    [InlineData("/opt/native/linux-x86_64/liba.so", "/opt/other/linux-aarch64/liba.so")]
    [InlineData("/opt/native/linux-aarch64/liba.so", "/opt/native/linux-aarch64/libb.so")]
    [InlineData("/opt/native/liba.so", "/opt/native/libb.so")]
    [InlineData("/usr/lib/x86_64-linux-gnu/libstray.so.1", "/usr/lib/aarch64-linux-gnu/libz.so.1")]
    [InlineData("/opt/libnetty_x86_64.so", "/opt/libother_aarch_64.so")]
    [InlineData("/opt/testdata/server.so", "/opt/testdata/other.so")]
    [InlineData("/opt/amd64/liba.so", "/srv/arm64/liba.so")]
    public void What_has_no_like_beside_it_is_not(string foreign, string own)
    {
        var judged = Judged([App, Library(foreign, Amd64), Library(own, Arm64)]);

        Assert.Equal(Verification.Suspect, judged.Verification);
        Assert.Equal([foreign], judged.Foreign.Select(file => file.Path));
    }

    [Fact]
    public void A_32_bit_Arm_library_of_Debian_stands_beside_its_64_bit_like()
    {
        ContentFile armhf = new("/usr/lib/arm-linux-gnueabihf/libz.so.1.2.13", 0, new ElfFile { Machine = new(40, false, true, 0x05000400), Kind = ElfKind.SharedLibrary }, false);

        Assert.Equal(Verification.Verified, Judged([App, armhf, Library("/usr/lib/aarch64-linux-gnu/libz.so.1.2.13", Arm64)]).Verification);
    }

    [Theory]
    [InlineData("/opt/liba.so", Verification.Suspect)]
    [InlineData("/opt/x86_64-FreeBSD/liba.so", Verification.Verified)]
    public void That_a_file_says_it_is_of_another_system_excuses_it_only_where_its_path_says_so_too(string path, Verification expected)
    {
        ContentFile file = new(path, 0, Elf(Amd64) with { Os = "freebsd" }, false);

        Assert.Equal(expected, Judged([App, file]).Verification);
    }

    [Theory]
    [InlineData(false, "but what it starts, /start, is not there")]
    [InlineData(true, "but what it starts, /start, is neither a program that can be read nor a script that names what runs it")]
    public void Where_it_is_not_known_what_starts_nothing_is_verified(bool isThere, string because)
    {
        var judged = Judged([App], new StartedProgram("/start", ProgramRole.Entrypoint, null) { IsThere = isThere });

        Assert.Equal((Verification.None, because), (judged.Verification, judged.Because));
    }

    [Fact]
    public void What_starts_is_never_explained_away()
    {
        var foreign = Program("/opt/linux-x86_64/app", Amd64);

        var judged = Judged([foreign, Program("/opt/linux-aarch64/app", Arm64)], new StartedProgram("app", ProgramRole.Entrypoint, foreign) { IsThere = true });

        Assert.Equal((Verification.Broken, "but what it starts, app (/opt/linux-x86_64/app), is for linux/amd64"), (judged.Verification, judged.Because));
    }

    [Fact]
    public void Natives_in_archives_count_and_are_named_with_the_archive()
    {
        ContentFile jar = new("/app/a.jar", 0, new ArchiveContent { Files = [new("native/liba.so", Elf(Amd64)), new("win/a.dll", new PeFile(0x8664, false, false))] }, false);

        var judged = Judged([App, jar]);

        Assert.Equal(["/app/a.jar!/native/liba.so linux/amd64 Library"], Told(judged));
        Assert.Equal(["/app/a.jar linux/amd64,windows/amd64"], judged.Migration.Natives.Select(archive => $"{archive.Path} {string.Join(',', archive.Platforms)}"));
    }

    [Fact]
    public void Objects_to_link_from_are_named_and_weigh_nothing()
    {
        var judged = Judged([App, new("/usr/lib/liba.a", 0, new ObjectArchive(Machine(Amd64)), false)]);

        Assert.Equal(Verification.Verified, judged.Verification);
        Assert.Equal(["/usr/lib/liba.a linux/amd64 LinkedObject"], Told(judged));
        Assert.StartsWith("1 object file to link from", Assert.Single(judged.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_read_whole_is_not_verified()
    {
        var facts = Facts([App]) with { Gaps = ["2 entries of its layers can become no file"] };

        Assert.Equal(Verification.None, ContentJudge.On(Platform.LinuxArm64, facts).Verification);
    }

    [Theory]
    [InlineData("/opt/app.jar", Verification.None)]
    [InlineData("/opt/data.ZIP", Verification.Verified)]
    public void An_archive_that_was_not_read_whole_matters_where_programs_are_loaded_from_it(string path, Verification expected)
    {
        ContentFile archive = new(path, 0, new ArchiveContent { Files = [], WheelTags = [], Gaps = ["it is cut short"] }, false);

        var judged = Judged([App, archive]);

        Assert.Equal(expected, judged.Verification);
        Assert.Equal([$"{path} was not read whole: it is cut short"], judged.Notes);
    }

    [Fact]
    public void The_entrypoint_alone_is_never_called_verified()
    {
        var started = new StartedProgram("app", ProgramRole.Entrypoint, App) { IsThere = true };

        Assert.Equal(Verification.Entrypoint, ContentJudge.On(Platform.LinuxArm64, Facts([App], started) with { Extent = ReadingExtent.Entrypoint }).Verification);
        Assert.Equal(Verification.None, ContentJudge.On(Platform.LinuxArm64, Facts([]) with { Extent = ReadingExtent.Entrypoint, Programs = [] }).Verification);
    }

    [Theory]
    [InlineData("linux/amd64", (ushort)3, false, Verification.Verified)]
    [InlineData("linux/arm64", (ushort)40, false, Verification.Suspect)]
    [InlineData("linux/arm64", (ushort)190, true, Verification.Verified)]
    [InlineData("linux/arm64", (ushort)247, true, Verification.Verified)]
    [InlineData("linux/amd64", Amd64, false, Verification.Suspect)]
    public void Other_machines_are_at_home_where_the_processor_runs_them(string target, ushort machine, bool is64Bit, Verification expected)
    {
        var own = Program("/usr/bin/app", target == "linux/amd64" ? Amd64 : Arm64);
        ContentFile other = new("/usr/lib/x.so", 0, new ElfFile { Machine = new(machine, is64Bit, true, 0), Kind = ElfKind.SharedLibrary }, false);

        Assert.Equal(expected, ContentJudge.On(Platform.Parse(target), Facts([own, other], new StartedProgram("app", ProgramRole.Entrypoint, own) { IsThere = true })).Verification);
    }

    [Fact]
    public void A_migration_learns_of_pages_levels_libraries_and_wheels()
    {
        ContentFile small = new("/usr/lib/small.so", 0, Elf(Arm64) with { LargestPage = 4096, GlibcNeeded = new(2, 34) }, false);
        ContentFile wheel = new("/py/x.dist-info/WHEEL", 0, new WheelFile(["cp312-cp312-manylinux_2_17_x86_64"]), false);
        ContentFile fast = new("/usr/bin/fast", 0, Elf(Amd64) with { X86LevelNeeded = 3 }, true);

        var arm = Judged([App, small, wheel]).Migration;
        var x86 = ContentJudge.On(Platform.Parse("linux/amd64"), Facts([fast])).Migration;

        Assert.Equal(["/usr/lib/small.so"], arm.SmallPages);
        Assert.Equal(new Version(2, 34), arm.Glibc);
        Assert.Equal(["/py/x.dist-info/WHEEL"], arm.Wheels.Select(one => one.Path));
        Assert.Equal((3, "/usr/bin/fast"), (x86.X86Level, Assert.Single(x86.X86Files)));
    }

    private static ContentJudgement Judged(ContentFile[] files, params StartedProgram[] programs) =>
        ContentJudge.On(Platform.LinuxArm64, Facts(files, programs is [] && files.Contains(App) ? [new("app", ProgramRole.Entrypoint, App) { IsThere = true }] : programs));

    private static ContentFacts Facts(ContentFile[] files, params StartedProgram[] programs) => new()
    {
        Extent = ReadingExtent.All,
        Layers = [new ContentLayer(Digest.Of("layer"u8), "COPY . /", WasRead: true)],
        Files = files.Length,
        Binaries = [.. files],
        Programs = [.. programs],
    };

    private static ElfMachine Machine(ushort number) => new(number, Is64Bit: true, IsLittleEndian: true, Flags: 0);

    private static ElfFile Elf(ushort machine) => new() { Machine = Machine(machine), Kind = ElfKind.SharedLibrary };

    private static ContentFile Program(string path, ushort machine) => new(path, 0, Elf(machine) with { Kind = ElfKind.Executable }, IsExecutable: true);

    private static ContentFile Library(string path, ushort machine) => new(path, 0, Elf(machine), IsExecutable: false);

    private static string[] Told(ContentJudgement judged) => [.. judged.Foreign.Select(file => $"{file.Path} {file.Found} {file.Role}")];
}
