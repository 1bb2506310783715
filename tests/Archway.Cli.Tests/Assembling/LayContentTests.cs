using System.Net.Sockets;
using Archway.Cli.Tests.Verifying;
using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;

namespace Archway.Cli.Tests.Assembling;

/// <summary>What hides in files that are added: programs in archives, links, pipes and sockets.</summary>
public sealed class LayContentTests
{
    private const ushort Amd64 = 62;

    [Theory]
    [InlineData("tool.tgz", "!/bin/tool is for linux/amd64 and would lie in the image for linux/arm64")]
    [InlineData("tool.tar", "!/bin/tool is for linux/amd64 and would lie in the image for linux/arm64")]
    [InlineData("tool.gz", "!/tool is for linux/amd64 and would lie in the image for linux/arm64")]
    [InlineData("jars.tar.gz", "!/lib/native.jar!/bin/tool is for linux/amd64 and would lie in the image for linux/arm64")]
    public async Task A_program_of_one_machine_in_an_archive_is_refused_by_name(string name, string message)
    {
        var program = SmallImage.Program(Amd64);
        byte[] content = name switch
        {
            "tool.tgz" => SmallImage.Layer(("bin/tool", program)),
            "tool.tar" => SmallImage.Tar(("bin/tool", program)),
            "tool.gz" => SmallImage.Pack(program),
            _ => SmallImage.Layer(("lib/native.jar", await JarAsync(program))),
        };

        var ran = await BuildAsync(folder => File.WriteAllBytes(Path.Combine(folder, name), content));

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains($"{name}{message}", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archives_of_what_any_machine_reads_pass_and_those_that_cannot_be_read_are_told()
    {
        var quiet = await BuildAsync(folder =>
        {
            File.WriteAllBytes(Path.Combine(folder, "page.1.gz"), SmallImage.Pack("a page"u8.ToArray()));
            File.WriteAllBytes(Path.Combine(folder, "empty.gz"), SmallImage.Pack([]));
            File.WriteAllBytes(Path.Combine(folder, "text.tgz"), SmallImage.Layer(("a.txt", "a"u8.ToArray())));
        });
        var told = await BuildAsync(folder =>
        {
            File.WriteAllBytes(Path.Combine(folder, "data.tar.xz"), [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0, 4]);
            File.WriteAllBytes(Path.Combine(folder, "cut.tgz"), SmallImage.Layer(("bin/tool", SmallImage.Program()))[..^20]);
        });

        Assert.True((quiet.ExitCode, told.ExitCode) == (0, 0), quiet.Error + told.Error);
        Assert.DoesNotContain("looked into", quiet.Error, StringComparison.Ordinal);
        Assert.Matches("archway: '.*/app/data.tar.xz' is packed by xz and was not looked into\n", told.Error);
        Assert.Matches("archway: '.*/app/cut.tgz' was not looked into: ", told.Error);
    }

    [Theory]
    [InlineData("app")]
    [InlineData("app/pipe")]
    public async Task A_pipe_is_refused_by_name_and_never_opened(string added)
    {
        Assert.SkipUnless(Tool.AreHere("mkfifo") && OperatingSystem.IsLinux(), "this machine makes no pipes");

        var ran = await BuildAsync(folder => Tool.RunAsync("mkfifo", [Path.Combine(folder, "pipe")], "", Stop).GetAwaiter().GetResult(), added);

        Assert.Equal(2, ran.ExitCode);
        Assert.Matches("'.*/app/pipe' is a pipe, a socket or a device", ran.Error);
    }

    [Fact]
    public async Task A_socket_is_refused_by_name()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "this machine tells no kinds of files");
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        var ran = await BuildAsync(folder => socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "s"))));

        Assert.Equal(2, ran.ExitCode);
        Assert.Matches("'.*/app/s' is a pipe, a socket or a device", ran.Error);
    }

    [Fact]
    public async Task A_link_that_is_named_itself_gives_the_file_that_it_leads_to()
    {
        var ran = await BuildAsync(folder =>
        {
            File.WriteAllBytes(Path.Combine(folder, "real"), SmallImage.Program(Amd64));
            File.CreateSymbolicLink(Path.Combine(folder, "link"), "real");
        }, "app/link");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("/app/real is for linux/amd64", ran.Error, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<Ran> BuildAsync(Action<string> fill, string added = "app")
    {
        await using var registry = await TestRegistry.StartAsync();
        using var folder = new TempFolder().With("app/a.txt", "a");
        fill(Path.Combine(folder.Path, "app"));
        var below = registry.Put("base", "1", await RealImageRegistry.MakeAsync(() => RealImages.OfAsync("busybox", "multi")));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        var ran = await archway.RunAsync("build", "-t", $"{registry.Host}/app:1", "--base", below, "--add", added);
        Assert.True(ran.ExitCode == 0 || !registry.Log.Any(request => request.Method is "PUT" or "POST"), ran.Error);
        return ran;
    }

    private static async Task<byte[]> JarAsync(byte[] program)
    {
        using MemoryStream jar = new();
        await using (System.IO.Compression.ZipArchive zip = new(jar, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        await using (var entry = await zip.CreateEntry("bin/tool").OpenAsync(Stop)) await entry.WriteAsync(program, Stop);
        return jar.ToArray();
    }
}
