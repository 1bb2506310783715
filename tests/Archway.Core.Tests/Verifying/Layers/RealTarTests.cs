using System.Diagnostics;
using System.Text;
using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Core.Tests.Verifying.Layers;

/// <summary>Layers as the programs write them that everybody has.</summary>
public sealed class RealTarTests : IDisposable
{
    private static readonly string LongPath = "usr/" + string.Join('/', Enumerable.Repeat("a-folder-of-some-length", 8)) + "/" + new string('n', 120);

    private readonly TempFolder _files = new();
    private readonly LayerFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _files.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("gnu", "")]
    [InlineData("pax", "")]
    [InlineData("posix", "")]
    [InlineData("ustar", "")]
    [InlineData("v7", "")]
    [InlineData("oldgnu", "")]
    [InlineData("gnu", "gzip")]
    [InlineData("pax", "zstd")]
    public async Task Every_format_of_gnu_tar_is_read(string format, string packing)
    {
        Write("usr/bin/redis", "\u007fELF");
        Write("etc/empty", "");
        if (format is not ("v7" or "ustar")) Write(LongPath, "long");
        File.CreateSymbolicLink(Path.Combine(_files.Path, "lib"), "usr/lib");
        var tar = await RunAsync("tar", ["-c", "--format", format, "--sort=name", "."]);
        var layer = packing.Length == 0 ? tar : await RunAsync(packing, ["-c"], tar);

        var read = await _folder.ReadAsync(_folder.Add(LayerFolder.Tar + (packing.Length == 0 ? "" : "+" + packing), layer), Cancel);

        Assert.Equal(Digest.Of(tar), read.DiffId);
        var lines = read.Seen.Split('\n').Where(line => !line.StartsWith("Folder ", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        string[] expected = ["", "File etc/empty: ", "File usr/bin/redis: \u007fELF", "SymbolicLink lib -> usr/lib"];
        Assert.Equal((format is "v7" or "ustar" ? expected : expected.Append($"File {LongPath}: long")).Order(StringComparer.Ordinal), lines);
    }

    [Theory]
    [InlineData("--format=gnu")]
    [InlineData("--format=pax --sparse-version=0.0")]
    [InlineData("--format=pax --sparse-version=0.1")]
    [InlineData("--format=pax --sparse-version=1.0")]
    public async Task A_sparse_file_of_gnu_tar_is_read(string options)
    {
        var content = new byte[3_000_000];
        // More parts than one header of GNU's holds, and than one block goes on with.
        using (var file = File.Create(Path.Combine(_files.Path, "sparse")))
            for (var at = 65_536; at + 4096 < content.Length; at += 65_536)
            {
                content.AsSpan(at, 4096).Fill((byte)(at >> 16));
                file.Position = at;
                await file.WriteAsync(content.AsMemory(at, 4096), Cancel);
                file.SetLength(content.Length);
            }

        var tar = await RunAsync("tar", ["-c", "--sparse", "--hole-detection=raw", .. options.Split(' '), "sparse"]);
        Assert.True(tar.Length < 500_000, "tar wrote no sparse file");

        var read = await _folder.ReadAsync(_folder.Add(LayerFolder.Tar, tar), Cancel);

        Assert.Equal($"File sparse: {content.Length} {Digest.Of(content).Hex[..12]}\n", read.Seen);
    }

    [Fact]
    public async Task A_large_file_packed_by_gzip_and_zstd_is_read_whole()
    {
        Write("large", string.Concat(Enumerable.Range(0, 400_000).Select(i => $"{i * 7919L % 1_000_003} ")));
        var content = await File.ReadAllBytesAsync(Path.Combine(_files.Path, "large"), Cancel);
        var tar = await RunAsync("tar", ["-c", "large"]);
        var expected = $"File large: {content.Length} {Digest.Of(content).Hex[..12]}\n";

        foreach (var (type, layer) in ((string, byte[])[])
            [("+gzip", await RunAsync("gzip", ["-c"], tar)), ("+zstd", await RunAsync("zstd", ["-c", "-19"], tar)), ("+zstd", await RunAsync("zstd", ["-c", "--long=27", "--ultra", "-20"], tar))])
            Assert.Equal(expected, (await _folder.ReadAsync(_folder.Add(LayerFolder.Tar + type, layer), Cancel, diffId: Digest.Of(tar))).Seen);
    }

    private void Write(string path, string content)
    {
        var file = Path.Combine(_files.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content, new UTF8Encoding(false));
    }

    private async Task<byte[]> RunAsync(string program, string[] arguments, byte[]? input = null)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/" + program) || File.Exists("/bin/" + program), $"{program} is not installed; as root on Debian: apt-get install {program}");
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = _files.Path, RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using MemoryStream output = new();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output, Cancel);
        await process.StandardInput.BaseStream.WriteAsync(input ?? [], Cancel);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync(Cancel);
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
