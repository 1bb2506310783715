using System.Text;
using System.Text.Json;
using Archway.Gpu.Checks;
using Archway.Gpu.Images;
using Archway.Gpu.Images.Cuda;
using Archway.Gpu.Images.Fitting;
using Archway.Gpu.Nodes;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Verifying;
using Archway.Verifying.Binaries;
using Xunit;
using Fitted = Archway.Gpu.Images.Fitting.GpuImages;

namespace Archway.Core.Tests.Gpu.Images;

/// <summary>Whether images fit hosts: the checks of the layer J, each with what is right and what is wrong.</summary>
public sealed class ImageFitTests
{
    private const string Alternatives = "brand=tesla,driver>=470,driver<471 brand=tesla,driver>=535,driver<536";

    [Fact]
    public void An_image_for_x86_alone_cannot_use_a_GPU_on_Arm_and_no_emulation_helps()
    {
        Assert.Equal(["GPU-J01 Blocker"], Told(Image(Cuda("linux/amd64", "12.4.1", "cuda>=12.4")), Server("580.95.05")));
        Assert.Empty(Told(Image(Cuda("linux/amd64", "12.4.1", "cuda>=12.4")), Server("580.95.05", "amd64")));
    }

    [Fact]
    public void The_tag_that_started_on_x86_is_refused_on_Arm_by_the_same_driver()
    {
        var image = Image(Cuda("linux/amd64", "12.3.2", $"cuda>=12.3 {Alternatives}"), Cuda("linux/arm64", "12.3.2", "CUDA>=12.3"));
        var host = Server("535.161.08") with { Brand = "tesla" };

        Assert.Equal(["GPU-J02 Warning", "GPU-J03 Warning", "GPU-J04 Note"], Told(image, host));
        Assert.Equal(["GPU-J02 Blocker", "GPU-J03 Blocker", "GPU-J04 Note"], Told(image, host with { Path = RequirementPath.LegacyHook }));
        Assert.Equal(["GPU-J04 Note"], Told(image, host with { Architecture = "amd64" }));
        Assert.Empty(Told(image, Server("545.23.08")));
    }

    [Theory]
    [InlineData("13.0.2", "535.161.08", CudaFit.TooOld)]
    [InlineData("13.0.2", "580.65.06", CudaFit.Full)]
    [InlineData("13.1.0", "580.65.06", CudaFit.MinorVersion)]
    [InlineData("12.8.1", "525.60.13", CudaFit.MinorVersion)]
    [InlineData("12.8.1", "525.60.12", CudaFit.TooOld)]
    [InlineData("12.8.1", "700.1", CudaFit.Full)]
    [InlineData("11.8.0", "450.80.02", CudaFit.MinorVersion)]
    [InlineData("14.0", "610.43.02", CudaFit.TooOld)]
    public void A_driver_runs_the_CUDA_of_its_major_version_and_all_before(string toolkit, string driver, CudaFit fit) =>
        Assert.Equal(fit, CudaTable.Embedded.Fit(DottedVersion.Parse(toolkit), DottedVersion.Parse(driver), null));

    [Fact]
    public void The_tables_agree_with_each_other()
    {
        var table = CudaTable.Embedded;
        foreach (var toolkit in (string[])["11.0", "11.8", "12.0", "12.4", "12.9", "13.0", "13.3"])
        {
            var driver = table.DriverOf(DottedVersion.Parse(toolkit))!;
            Assert.Equal(DottedVersion.Parse(toolkit), table.OfferedBy(driver));
            Assert.Equal(driver.Major, table.BranchFor(DottedVersion.Parse(toolkit)));
        }
        Assert.Equal("12.7", table.OfferedBy(DottedVersion.Parse("565.57.01"))?.ToString());
    }

    [Fact]
    public void A_compatibility_library_may_make_up_for_an_old_driver_on_some_GPUs()
    {
        string[] plain = Cuda("linux/arm64", "13.0.2", "cuda>=13.0");
        Assert.Contains("GPU-J04 Blocker", Told(Image(plain), Server("535.161.08")));
        Assert.Contains("GPU-J04 Warning", Told(Image([.. plain, "NV_CUDA_COMPAT_PACKAGE=cuda-compat-13-0"]), Server("535.161.08")));
    }

    [Theory]
    [InlineData("7.0", "13.0.2", true)]
    [InlineData("7.5", "13.0.2", false)]
    [InlineData("7.0", "12.9.1", false)]
    public void CUDA_13_has_left_older_GPUs_behind(string capability, string toolkit, bool isTold)
    {
        var host = Server("580.95.05") with { ComputeCapabilities = [DottedVersion.Parse(capability)] };

        Assert.Equal(isTold ? ["GPU-J05 Warning"] : [], Told(Image(Cuda("linux/arm64", toolkit, "cuda>=12.0")), host));
    }

    [Theory]
    [InlineData(GpuMachine.Server, "9.0", true, "GPU-J06 Blocker")]
    [InlineData(GpuMachine.Server, "9.0", false, null)]
    [InlineData(GpuMachine.Tegra, "8.7", true, null)]
    [InlineData(GpuMachine.Tegra, "8.7", false, "GPU-J06 Blocker")]
    [InlineData(GpuMachine.Tegra, "11.0", false, null)]
    [InlineData(GpuMachine.TegraWithCard, "8.6", false, null)]
    [InlineData(GpuMachine.Unknown, "9.0", true, null)]
    public void What_is_built_for_Jetson_finds_no_GPU_on_a_server_nor_the_other_way_round(GpuMachine machine, string capability, bool isJetson, string? told)
    {
        var image = isJetson ? Image(["linux/arm64", "NVIDIA_VISIBLE_DEVICES=all", "L4T_VERSION=36.4.0"]) : Image(Cuda("linux/arm64", "12.6.3", "cuda>=11.0"));
        var host = Server("580.95.05") with { Machine = machine, Cuda = DottedVersion.Parse("13.0"), ComputeCapabilities = [DottedVersion.Parse(capability)] };

        Assert.Equal(told is null ? [] : [told], Told(image, host));
    }

    [Fact]
    public void Orin_and_CUDA_13_of_servers_is_not_settled_and_so_no_blocker()
    {
        var orin = Server("580.00") with { Machine = GpuMachine.Tegra, ComputeCapabilities = [DottedVersion.Parse("8.7")], Cuda = DottedVersion.Parse("13.0") };

        Assert.Equal(["GPU-J06 Warning"], Told(Image(Cuda("linux/arm64", "13.0.2", "cuda>=13.0")), orin));
    }

    [Theory]
    [InlineData("NVIDIA_DRIVER_CAPABILITIES=compute", "GPU-J07 Note")]
    [InlineData("NVIDIA_DRIVER_CAPABILITIES=utility", "GPU-J07 Warning")]
    [InlineData("NVIDIA_DRIVER_CAPABILITIES=compute,utility", null)]
    [InlineData("NVIDIA_DRIVER_CAPABILITIES=all", null)]
    [InlineData("NVIDIA_DRIVER_CAPABILITIES=compute,utility,video", "GPU-J08 Blocker")]
    [InlineData("LD_LIBRARY_PATH=/usr/local/cuda/compat:/usr/lib", "GPU-J09 Warning")]
    [InlineData("LD_LIBRARY_PATH=/usr/local/cuda/lib64", null)]
    public void What_an_image_says_of_the_drivers_parts(string variable, string? told)
    {
        var host = Server("580.95.05") with { SupportedCapabilities = ["compute", "utility"] };
        string[] image = [.. Cuda("linux/arm64", "13.0.2", "cuda>=13.0").Where(one => !one.StartsWith("NVIDIA_DRIVER", StringComparison.Ordinal)), variable];

        Assert.Equal(told is null ? [] : [told], Told(Image(image), host));
    }

    [Fact]
    public void A_tag_of_a_distribution_at_its_end_is_told_of_NVIDIAs_own_images()
    {
        var image = Image(Cuda("linux/arm64", "11.0.3", "cuda>=11.0"));

        Assert.Equal(["GPU-J12 Warning"], Told(image with { Image = "docker.io/nvidia/cuda:11.0.3-base-ubuntu18.04", Tag = "11.0.3-base-ubuntu18.04" }, Server("580.95.05")));
        Assert.Empty(Told(image with { Image = "registry.example.com/own:1-ubuntu18.04", Tag = "1-ubuntu18.04" }, Server("580.95.05")));
    }

    [Fact]
    public void Nothing_is_said_where_nothing_is_known() => Assert.Empty(Told(Image(Cuda("linux/arm64", "13.0.2", "cuda>=13.0")), new GpuHost()));

    [Theory]
    [InlineData("NVIDIA_VISIBLE_DEVICES=all", true)]
    [InlineData("NVIDIA_VISIBLE_DEVICES=void", null)]
    [InlineData("CUDA_VERSION=12.4.1", true)]
    [InlineData("NVIDIA_REQUIRE_DRIVER=driver>=535", true)]
    [InlineData("PATH=/usr/local/cuda/bin:/bin", false)]
    [InlineData("PATH=/usr/bin:/bin", null)]
    [InlineData("ROCM_PATH=/opt/rocm", true)]
    public void A_GPU_image_is_known_by_its_environment(string variable, bool? isCertain) =>
        Assert.Equal(isCertain, GpuImage.Find(Platform.LinuxArm64, Config(["linux/arm64", variable]), null, null)?.IsCertain);

    [Theory]
    [InlineData("nvcr.io/nvidia/l4t-pytorch:r35.2.1", true)]
    [InlineData("nvcr.io/nvidia/l4t-jetpack:r36.4.0", true)]
    [InlineData("nvcr.io/nvidia/pytorch:25.01-py3-igpu", true)]
    [InlineData("docker.io/dustynv/ollama:r36.4.0", true)]
    [InlineData("nvcr.io/nvidia/pytorch:25.01-py3", false)]
    [InlineData("docker.io/library/figpu:1", false)]
    [InlineData("docker.io/dustynv/ollama:main", false)]
    public void Jetsons_images_are_known_by_their_names(string name, bool isTegra) => Assert.Equal(isTegra, GpuImage.IsNamedForTegra(name));

    [Theory]
    [InlineData("/usr/local/cuda-12.4/targets/sbsa-linux/lib/libcudart.so.12.4.127", GpuFamily.Sbsa)]
    [InlineData("/usr/local/cuda-12.4/targets/aarch64-linux/lib/libcudart.so.12.4.127", GpuFamily.Tegra)]
    [InlineData("/usr/local/cuda-13.0/targets/aarch64-linux/lib/libcudart.so.13.0.1", null)]
    [InlineData("/usr/lib/aarch64-linux-gnu/tegra/libcuda.so.1.1", GpuFamily.Tegra)]
    [InlineData("/opt/rocm/lib/libhip.so", GpuFamily.Rocm)]
    [InlineData("/usr/bin/env", null)]
    public void Files_tell_whose_libraries_an_image_was_built_for(string path, GpuFamily? family) =>
        Assert.Equal(family, GpuImage.Find(Platform.LinuxArm64, Config(["linux/arm64"]), null, Content(path))?.Family);

    [Theory]
    [InlineData("/usr/lib/aarch64-linux-gnu/libcuda.so.535.161.08", "GPU-J10 Blocker")]
    [InlineData("/usr/local/cuda-12.4/compat/libcuda.so.550.54.15", null)]
    [InlineData("/usr/local/cuda/lib64/stubs/libcuda.so", null)]
    public void A_driver_in_the_image_masks_the_one_of_the_host(string path, string? told)
    {
        var entry = GpuImage.Find(Platform.LinuxArm64, Config(Cuda("linux/arm64", "12.4.1", "cuda>=12.4")), null, Content(path))!;

        Assert.Equal(told is null ? [] : [told], Told(new("registry.example.com/app:1", [entry], [entry.Platform], "1"), Server("580.95.05")));
    }

    [Fact]
    public void The_labels_of_a_node_tell_its_driver_and_its_GPU()
    {
        Dictionary<string, string> labels = new()
        {
            ["nvidia.com/gpu.product"] = "NVIDIA-T4G",
            ["nvidia.com/gpu.compute.major"] = "7",
            ["nvidia.com/gpu.compute.minor"] = "5",
            ["nvidia.com/cuda.driver-version.full"] = "580.159.03",
            ["nvidia.com/cuda.runtime-version.major"] = "13",
            ["nvidia.com/cuda.runtime-version.minor"] = "0",
        };

        var host = GpuNode.Find("ip-10-0-1-7", "arm64", labels)!;

        Assert.Equal(("580.159.03", "13.0", "7.5", GpuMachine.Server), (host.Driver?.ToString(), host.Cuda?.ToString(), host.ComputeCapabilities[0].ToString(), host.Machine));
        Assert.Null(GpuNode.Find("plain", "arm64", new Dictionary<string, string>()));
        Assert.Equal("470.57.02", GpuNode.Find("old", "amd64", new Dictionary<string, string>
        {
            ["nvidia.com/cuda.driver.major"] = "470",
            ["nvidia.com/cuda.driver.minor"] = "57",
            ["nvidia.com/cuda.driver.rev"] = "02",
        })!.Driver?.ToString());
    }

    [Theory]
    [InlineData("NVIDIA GH200 480GB", "9.0")]
    [InlineData("NVIDIA-T4G", "7.5")]
    [InlineData("Orin (nvgpu)", "8.7")]
    [InlineData("NVIDIA A100-SXM4-40GB", "8.0")]
    [InlineData("NVIDIA Quadro", null)]
    public void Compute_capabilities_are_known_by_the_drivers_names(string name, string? capability) =>
        Assert.Equal(capability, GpuTable.Embedded.CapabilityOf(name)?.ToString());

    [Fact]
    public void Every_check_that_is_told_of_is_one_of_the_table()
    {
        string[] told = ["GPU-J01", "GPU-J02", "GPU-J03", "GPU-J04", "GPU-J05", "GPU-J06", "GPU-J07", "GPU-J08", "GPU-J09", "GPU-J10", "GPU-J12"];

        Assert.All(told, id => Assert.Equal(GpuLayer.Image, GpuChecks.Find(id)?.Layer));
    }

    private static GpuHost Server(string driver, string architecture = "arm64") => new()
    {
        Name = "node-1",
        Architecture = architecture,
        Machine = GpuMachine.Server,
        Driver = DottedVersion.Parse(driver),
        Cuda = CudaTable.Embedded.OfferedBy(DottedVersion.Parse(driver)),
    };

    private static string[] Cuda(string platform, string version, string requires) =>
    [
        platform, $"NVARCH={(platform == "linux/arm64" ? "sbsa" : "x86_64")}", $"CUDA_VERSION={version}", $"NVIDIA_REQUIRE_CUDA={requires}",
        "NVIDIA_VISIBLE_DEVICES=all", "NVIDIA_DRIVER_CAPABILITIES=compute,utility",
    ];

    // Each entry is its platform, then its environment.
    private static Fitted Image(params string[][] entries) => new("registry.example.com/app:1",
        [.. entries.Select(entry => GpuImage.Find(Platform.Parse(entry[0]), Config(entry), null, null)!)], [.. entries.Select(entry => Platform.Parse(entry[0]))], "1");

    private static ImageConfig Config(string[] entry)
    {
        var environment = string.Join(',', entry.Skip(1).Select(variable => $"\"{JsonEncodedText.Encode(variable)}\""));
        return ImageConfig.Read(Encoding.UTF8.GetBytes("{\"config\":{\"Env\":[" + environment + "]}}"));
    }

    private static ContentFacts Content(string path) => new()
    {
        Extent = ReadingExtent.All,
        Layers = [],
        Files = 1,
        Programs = [],
        Binaries = [new(path, 0, new ScriptFile("/bin/sh", null, "/bin/sh"), IsExecutable: true)],
    };

    private static string[] Told(Fitted image, GpuHost host) => [.. ImageFit.Judge(image, host).Select(finding => $"{finding.Check.Id} {finding.Severity}").Order(StringComparer.Ordinal)];
}
