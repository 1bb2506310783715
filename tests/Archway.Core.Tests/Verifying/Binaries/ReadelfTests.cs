using System.Diagnostics;
using System.Text.RegularExpressions;
using Archway.Verifying.Binaries;
using Xunit;

namespace Archway.Core.Tests.Verifying.Binaries;

/// <summary>The programs and libraries of this machine, read by us and by readelf.</summary>
public sealed partial class ReadelfTests
{
    private const string Readelf = "/usr/bin/readelf";
    private const int OfEachFolder = 150;

    [Fact]
    public async Task What_is_read_is_what_readelf_reads()
    {
        Assert.SkipUnless(File.Exists(Readelf), "readelf is not installed; as root on Debian: apt-get install binutils");
        var files = Files("/usr/bin").Concat(Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu*").SelectMany(Files)).ToList();
        FileReader reader = new();

        var theirs = await ReadelfAsync(files.Select(file => file.Path));

        Assert.NotEmpty(files);
        foreach (var (path, content) in files)
        {
            var elf = Assert.IsType<ElfFile>(Reading.Of(reader, content, 32 * 1024));
            var ours = string.Join('\n', $"interpreter {elf.Interpreter}", $"needed {string.Join(' ', elf.Needed)}", $"name {elf.Name}",
                $"path {elf.RunPath} {elf.RPath}", $"build {elf.BuildId}", $"glibc {elf.GlibcNeeded}");
            Assert.Equal($"{path}\n{Text(theirs[path])}", $"{path}\n{ours}");
            Assert.Equal(ElfGaps.None, elf.Gaps);
        }
    }

    private static IEnumerable<(string Path, byte[] Content)> Files(string folder) =>
        Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Where(path => new FileInfo(path).LinkTarget is null)
            .Select(path => (path, Content: File.ReadAllBytes(path))).Where(file => file.Content.AsSpan().StartsWith("\u007FELF"u8)).Take(OfEachFolder);

    private static async Task<Dictionary<string, string>> ReadelfAsync(IEnumerable<string> files)
    {
        // A second file makes it name each.
        ProcessStartInfo start = new(Readelf, ["-ldnVW", "/dev/null", .. files]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var run = Process.Start(start)!;
        var errors = run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        await errors;
        var parts = FileLine().Split(output);
        return Enumerable.Range(0, parts.Length / 2).ToDictionary(i => parts[2 * i + 1], i => parts[2 * i + 2]);
    }

    private static string Text(string report)
    {
        var glibc = VersionLine().Matches(report).Where(match => match.Groups[1].Value != "libgcc_s.so.1")
            .SelectMany(match => GlibcVersion().Matches(match.Groups[2].Value)).Select(match => Version.Parse(match.Groups[1].Value)).Max();
        return string.Join('\n', $"interpreter {First("interpreter: (.*)\\]")}",
            $"needed {string.Join(' ', Regex.Matches(report, "\\(NEEDED\\).*\\[(.*)\\]").Select(match => match.Groups[1].Value))}",
            $"name {First("\\(SONAME\\).*\\[(.*)\\]")}", $"path {First("\\(RUNPATH\\).*\\[(.*)\\]")} {First("\\(RPATH\\).*\\[(.*)\\]")}",
            $"build {First("Build ID: ([0-9a-f]+)")}", $"glibc {glibc}");

        string First(string pattern) => Regex.Match(report, pattern).Groups[1].Value;
    }

    [GeneratedRegex("^File: (.*)$", RegexOptions.Multiline)]
    private static partial Regex FileLine();

    [GeneratedRegex("Version: 1 {2}File: (\\S+) .*\n((?: .* Name: .*\n)*)")]
    private static partial Regex VersionLine();

    [GeneratedRegex("Name: GLIBC_([0-9.]+) ")]
    private static partial Regex GlibcVersion();
}
