using System.Diagnostics;
using Archway.Testing;
using Archway.Verifying.Archives;
using Archway.Verifying.Binaries;
using Xunit;

namespace Archway.Core.Tests.Verifying.Archives;

/// <summary>Archives as the programs write them that everybody has.</summary>
public sealed class RealArchiveTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public RealArchiveTests()
    {
        _folder.With("app/__main__.py", "print()\n").With("app/NOTICE", "a text\n").With("app/a/B.class", "no class");
        File.WriteAllBytes(Path.Combine(_folder.Path, "app/liba.so"), Archived.Arm64);
        File.WriteAllBytes(Path.Combine(_folder.Path, "app/a/libb.so.1"), Archived.Amd64);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cf")]
    [InlineData("cf0")]
    [InlineData("cfM")]
    public async Task What_jar_writes_is_read(string how)
    {
        await RunAsync("jar", [how, "app.jar", "-C", "app", "."]);

        Assert.Equal(["a/libb.so.1 linux/amd64", "liba.so linux/arm64"], Archived.Files(Written("app.jar")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("-c")]
    [InlineData("-p", "/usr/bin/env python3")]
    public async Task A_program_that_Python_packs_is_read(params string[] options)
    {
        await RunAsync("python3", ["-m", "zipapp", "-p", "/usr/bin/env python3", "-o", "app.pyz", .. options, "app"]);

        var file = Written("app.pyz");

        Assert.True(ArchiveReader.MayRead("usr/bin/app", file));
        Assert.Equal(["a/libb.so.1 linux/amd64", "liba.so linux/arm64"], Archived.Files(file).Order(StringComparer.Ordinal));
        Assert.Equal("python3", Assert.IsType<ScriptFile>(Archived.Archive(file).Before).Program);
    }

    private byte[] Written(string name) => File.ReadAllBytes(Path.Combine(_folder.Path, name));

    private async Task RunAsync(string program, string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/" + program), $"{program} is not installed");
        ProcessStartInfo start = new("/usr/bin/" + program, arguments) { WorkingDirectory = _folder.Path };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(Cancel);
        Assert.Equal(0, process.ExitCode);
    }
}
