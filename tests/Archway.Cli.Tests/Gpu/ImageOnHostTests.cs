using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Gpu;

/// <summary>An image held against a host.</summary>
public sealed class ImageOnHostTests(ImageOnHostTests.Fleet fleet) : IClassFixture<ImageOnHostTests.Fleet>, IDisposable
{
    private readonly TempFolder _folder = new();

    private static readonly SortedDictionary<string, (string Root, string Image, Func<TestHost> Host)> Cases = new(StringComparer.Ordinal)
    {
        ["image-that-fits"] = ("", "cuda:13.0.2", () => TestHost.Graviton()),
        ["image-amd64-only-pytorch"] = ("GPU-J01", "pytorch:1", () => TestHost.Graviton()),
        ["image-cuda1232-driver535-arm64"] = ("GPU-J02", "cuda:12.3.2", () => TestHost.Graviton("535.161.08").Docker("28.3.0")),
        ["image-l4t-on-sbsa"] = ("GPU-J06", "l4t-base:r36", () => TestHost.Graviton()),
        ["image-sbsa-on-orin"] = ("GPU-J06", "cuda:12.4.1", TestHosts.All["jetson-orin"].Host),
        ["image-cuda13-on-xavier"] = ("GPU-J06", "cuda:13.0.2", () => TestHosts.All["jetson-orin"].Host().File("/sys/firmware/devicetree/base/model", "NVIDIA Jetson AGX Xavier Developer Kit\n").Says("nvidia-smi -L", "GPU 0: Xavier (nvgpu) (UUID: 54d0709b-558d-5a59-9c65-0c5fc14a21a4)\n")),
        ["image-behind-a-missing-driver"] = ("GPU-B02", "cuda:13.0.2", TestHosts.All["nouveau"].Host),
        ["image-that-is-not-there"] = ("", "nothing:1", () => TestHost.Graviton()),
        ["image-without-a-gpu-half"] = ("", "plain:1", () => TestHost.Graviton()),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_image_that_does_not_fit_is_what_stands_in_the_way(string name)
    {
        var (root, image, host) = Cases[name];
        _folder.With("host.json", host().Json());
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        var ran = await archway.RunAsync("gpu", "doctor", "--root", "host.json", "--image", $"{fleet.Host}/nvidia/{image}");

        Golden.Equal($"Hosts/{name}", ran.ToString().Replace(fleet.Host, "registry.test", StringComparison.Ordinal));
        Assert.Equal(0, ran.ExitCode);
        var first = ran.Output.Split('\n')[0];
        if (root.Length > 0) Assert.EndsWith($"({root})", first, StringComparison.Ordinal);
        else Assert.DoesNotContain("(GPU-", first, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    public sealed class Fleet : IAsyncLifetime
    {
        private TestRegistry? _registry;

        internal string Host => _registry!.Host;

        public async ValueTask InitializeAsync()
        {
            _registry = await TestRegistry.StartAsync();
            _registry.Put("nvidia/cuda", "12.3.2", GpuImages.Cuda1232);
            _registry.Put("nvidia/cuda", "12.4.1", GpuImages.Cuda1241);
            _registry.Put("nvidia/cuda", "13.0.2", GpuImages.Cuda1302);
            _registry.Put("nvidia/pytorch", "1", GpuImages.AmdOnly);
            _registry.Put("nvidia/l4t-base", "r36", GpuImages.Jetson);
            _registry.Put("nvidia/plain", "1", Images.Index("linux/amd64", "linux/arm64"));
        }

        public async ValueTask DisposeAsync()
        {
            if (_registry is not null) await _registry.DisposeAsync();
        }
    }
}
