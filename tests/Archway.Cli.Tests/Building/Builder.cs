using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Archway.Cli.Tests.Building;
using Archway.Oci.Content;
using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;

[assembly: AssemblyFixture(typeof(Builder))]

namespace Archway.Cli.Tests.Building;

/// <summary>Builds Dockerfiles with buildah for amd64 and arm64, on a base of real Debian packages, with files to fetch from a loopback server.</summary>
public sealed class Builder : IAsyncDisposable
{
    // What a build may take less of than the machine gives; it asks for more than a container may have.
    private static readonly string[] Limits = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"];
    private static readonly DebianArchitecture[] Both = [DebianArchitecture.Amd64, DebianArchitecture.Arm64];
    private static readonly string[] Applets = ["sh", "cat", "chmod", "cp", "mkdir", "rm", "sed", "test", "touch", "tar", "uname", "wget", "dpkg-deb"];
    private readonly TempFolder _store = new();
    private readonly Lazy<Task<Places>> _places;
    private readonly SemaphoreSlim _one = new(1, 1);

    public Builder() => _places = new(PrepareAsync);

    /// <summary>Skips the test that runs where nothing can be built for Arm.</summary>
    internal static void SkipUnlessItBuilds()
    {
        DebianRegistry.SkipUnlessInstalled();
        Assert.SkipUnless(Tool.AreHere("buildah") && Environment.IsPrivilegedProcess, "buildah is not installed, or this is not root; as root on Debian: apt-get install buildah");
        Assert.SkipUnless(File.Exists("/proc/sys/fs/binfmt_misc/qemu-aarch64"),
            "the kernel does not run programs for arm64; as root on Debian: apt-get install qemu-user-static, and register it as /usr/lib/binfmt.d/qemu-aarch64.conf says");
    }

    /// <summary>A text in which IMAGES and FILES stand for where the bases and the files to fetch are.</summary>
    internal async Task<string> FillInAsync(string text)
    {
        try
        {
            var all = await _places.Value;
            return text.Replace("IMAGES", $"{all.Registry.Host}/team", StringComparison.Ordinal).Replace("FILES", all.Files.Address, StringComparison.Ordinal);
        }
        catch (DebianUnavailableException unavailable)
        {
            Assert.Skip(unavailable.Message);
            throw;
        }
    }

    /// <summary>One of the files to fetch.</summary>
    internal async Task<byte[]> FileAsync(string name) => (await _places.Value).Content[name];

    /// <summary>Builds a folder's Dockerfile for platforms and stores it as one index.</summary>
    /// <returns>Its reference; null where it did not build, and then the test's output says why.</returns>
    internal async Task<string?> BuildAsync(string folder, string name, params string[] platforms)
    {
        var places = await _places.Value;
        var reference = $"{places.Registry.Host}/built/{name}:1";
        // One store at a time: what was pulled once is there for the next.
        await _one.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            await BuildahAsync(places.Driver, ["build", "--isolation", "chroot", "--network", "host", .. Limits, "--tls-verify=false",
                "--platform", string.Join(',', platforms), "--manifest", reference, folder]);
            await BuildahAsync(places.Driver, ["manifest", "push", "--all", "--tls-verify=false", reference, $"docker://{reference}"]);
            await BuildahAsync(places.Driver, ["manifest", "rm", reference]);
            return reference;
        }
        catch (ToolException failed)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(failed.Message);
            return null;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Puts a buildah into a folder that uses this store, and tells the folder.</summary>
    internal async Task<string> WrapAsync(string folder)
    {
        var places = await _places.Value;
        var file = Path.Combine(folder, "buildah");
        await File.WriteAllTextAsync(file, $"""
            #!/bin/sh
            command=$1
            shift
            [ "$command" = build ] && set -- --isolation chroot --network host {string.Join(' ', Limits)} --tls-verify=false "$@"
            exec /usr/bin/buildah --root {_store.Path}/{places.Driver} --runroot {_store.Path}/run-{places.Driver} --storage-driver {places.Driver} "$command" "$@"

            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return folder;
    }

    /// <summary>Runs a program of an image, by the emulator where it is for another machine.</summary>
    /// <returns>What it wrote.</returns>
    internal async Task<string> RunAsync(string reference, string platform, params string[] command)
    {
        var places = await _places.Value;
        var container = (await BuildahAsync(places.Driver, ["from", "--quiet", "--tls-verify=false", "--platform", platform, "--pull", reference])).Trim();
        try
        {
            return await BuildahAsync(places.Driver, ["run", "--isolation", "chroot", container, "--", .. command]);
        }
        finally
        {
            await BuildahAsync(places.Driver, ["rm", container]);
        }
    }

    /// <summary>A program for amd64.</summary>
    internal static async Task<byte[]> BusyboxAsync() =>
        await DebianArchive.ReadFileAsync(await DebianPackages.GetOneAsync(DebianArchitecture.Amd64, "busybox-static"), "bin/busybox", TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_places.IsValueCreated && _places.Value.IsCompletedSuccessfully)
        {
            await (await _places.Value).Files.DisposeAsync();
            await (await _places.Value).Registry.DisposeAsync();
        }

        _store.Dispose();
        _one.Dispose();
    }

    // Overlays do not stand on each other, so that within a container every layer may have to be copied whole.
    private async Task<string> DriverAsync()
    {
        try
        {
            await BuildahAsync("overlay", ["info"]);
            return "overlay";
        }
        catch (ToolException)
        {
            return "vfs";
        }
    }

    private Task<string> BuildahAsync(string driver, IEnumerable<string> arguments) => Tool.RunAsync("buildah",
        ["--root", $"{_store.Path}/{driver}", "--runroot", $"{_store.Path}/run-{driver}", "--storage-driver", driver, .. arguments], "", TestContext.Current.CancellationToken);

    private async Task<Places> PrepareAsync()
    {
        var driver = await DriverAsync();
        var registry = await DebianRegistry.StartAsync(CancellationToken.None);
        await PushAsync("c", "tcc", "libc6-dev", "zlib1g");
        await PushAsync("python", "python3-minimal");
        await PushAsync("apt", "apt", "dpkg", "dash");
        var files = await FilesAsync();
        return new(driver, registry, await FileServer.StartAsync(files), files);

        async Task PushAsync(string name, params string[] packages)
        {
            var recipes = await Task.WhenAll(Both.Select(architecture => BaseAsync(architecture, packages)));
            await registry.PushAsync($"team/{name}", "1", Images.Over(MediaTypes.OciIndex, [.. recipes.Select(RealImages.Entry)]), CancellationToken.None);
            await registry.PushAsync($"team/{name}-amd64", "1", recipes[0].Build(), CancellationToken.None);
        }
    }

    // A shell that fetches too, and what compiles C or runs Python.
    private static async Task<ImageRecipe> BaseAsync(DebianArchitecture architecture, params string[] packages) => new()
    {
        Platform = architecture.Platform,
        Layers =
        [
            await DebianLayers.OfAsync(architecture, [.. packages, "busybox-static"]),
            await Layer.OfAsync("RUN busybox --install -s # buildkit", async tar =>
            {
                // Its shell takes its own dpkg before Debian's.
                foreach (var name in Applets.Where(name => name is not ("sh" or "dpkg-deb" or "tar") || !packages.Contains("dpkg"))) await tar.AddLinkAsync($"usr/bin/{name}", "busybox");
            }),
        ],
        Command = ["/bin/sh"],
    };

    // One real program, under the names that publishers give it.
    private static async Task<Dictionary<string, byte[]>> FilesAsync()
    {
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
        foreach (var architecture in Both)
        {
            var package = await DebianPackages.GetOneAsync(architecture, "busybox-static");
            var program = await DebianArchive.ReadFileAsync(package, "bin/busybox", CancellationToken.None);
            var machine = architecture.Triplet.Split('-')[0];
            ImmutableArray<string> names =
            [
                $"tool_1.0_linux_{architecture.Name}", $"tool-{machine}", $"node-v1-linux-{(machine == "x86_64" ? "x64" : "arm64")}", $"gosu-{architecture.Name}",
                $"docker/compose/docker-compose-linux-{machine}", $"repo.anaconda.com/miniconda/Miniconda3-latest-Linux-{machine}.sh",
            ];
            foreach (var name in names) files[name] = program;
            var deb = files[$"tool_1.0_{architecture.Name}.deb"] = await File.ReadAllBytesAsync(package);
            var pool = $"pool/busybox-static_{architecture.Name}.deb";
            files[$"apt/{pool}"] = deb;
            files[$"apt/dists/stable/main/binary-{architecture.Name}/Packages"] = Encoding.UTF8.GetBytes($"""
                Package: busybox-static
                Version: {Path.GetFileName(package).Split('_')[1].Replace("%3a", ":", StringComparison.OrdinalIgnoreCase)}
                Architecture: {architecture.Name}
                Filename: {pool}
                Size: {deb.Length}
                SHA256: {Convert.ToHexStringLower(SHA256.HashData(deb))}

                """);
        }

        return files;
    }

    private sealed record Places(string Driver, DebianRegistry Registry, FileServer Files, IReadOnlyDictionary<string, byte[]> Content);
}
