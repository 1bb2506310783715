using Archway.Verifying.Archives;
using Archway.Verifying.Layers;
using Xunit;
using static Archway.Core.Tests.Verifying.Archives.Archived;

namespace Archway.Core.Tests.Verifying.Archives;

/// <summary>Where the bytes of archives are until their directory has come.</summary>
public sealed class ArchiveKeepingTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public void One_reader_reads_archive_after_archive()
    {
        using ArchiveReader reader = new(ArchiveBounds.Default with { MostInMemory = 300 }, Path.GetTempPath());
        var jar = new TestZip().With("a.jar", new TestZip().With("liba.so", Arm64).Write()).Write();

        var first = Text(Archived.Read(reader, jar));
        Assert.Null(Archived.Read(reader, [1, 2, 3]));
        Assert.Equal(first, Text(Archived.Read(reader, jar, 1)));
        Assert.Equal(first, Text(Read(jar)));
    }

    [Fact]
    public void What_has_no_room_in_memory_is_kept_in_a_file_that_nobody_else_sees()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "files without a name are looked for as Linux shows them");
        using ArchiveReader reader = new(ArchiveBounds.Default with { MostInMemory = 1000 }, Path.GetTempPath());
        reader.Begin(3000);
        reader.Add(new byte[3000]);

        Assert.Contains(Directory.GetFiles("/proc/self/fd"), file =>
            TargetOf(file) is { } target && target.Contains("archway-archive-", StringComparison.Ordinal)
            && target.EndsWith(" (deleted)", StringComparison.Ordinal) && new FileInfo(file).UnixFileMode == Owner);
    }

    [Fact]
    public void A_machine_without_room_says_so_and_reads_no_less()
    {
        using ArchiveReader reader = new(ArchiveBounds.Default with { MostInMemory = 1000 }, "/no/such/folder");
        reader.Begin(3000);

        var trouble = Assert.Throws<LayerException>(() => reader.Add(new byte[3000]));

        Assert.Equal(LayerFault.NoRoom, trouble.Fault);
        Assert.Contains("set TMPDIR to a folder with room", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_cancelled_stops_reading()
    {
        using ArchiveReader reader = new(ArchiveBounds.Default, Path.GetTempPath());
        var jar = new TestZip().With("liba.so", Arm64).Write();
        reader.Begin(jar.Length);
        reader.Add(jar);

        Assert.Throws<OperationCanceledException>(() => reader.End(new CancellationToken(true)));
    }

    // Other tests close files meanwhile.
    private static string? TargetOf(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
