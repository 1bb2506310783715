using System.Text.RegularExpressions;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Gpu;

/// <summary>What <c>archway image</c> says of the GPU half of an image.</summary>
public sealed partial class GpuImageTests(GpuImageTests.Fleet fleet) : IClassFixture<GpuImageTests.Fleet>
{
    [Fact]
    public async Task A_person_reads_what_each_entry_asks_of_a_machine_and_where_they_differ()
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("image", fleet.Reference("cuda:12.3.2"), fleet.Reference("pytorch:1"), fleet.Reference("l4t-base:r36"), fleet.Reference("media:1"));

        Golden.Equal("GpuImage.table", Times().Replace(ran.ToString().Replace(fleet.Host, "registry.test", StringComparison.Ordinal), "at TIME"));
    }

    [Fact]
    public async Task A_program_reads_the_same()
    {
        using ArchwayProgram archway = new();
        using TempFolder folder = new();

        var ran = await archway.RunAsync("image", fleet.Reference("cuda:12.3.2"), "--format", "json");

        var arm = ran.Json().GetProperty("gpu").GetProperty("entries")[1];
        Assert.Equal("linux/arm64", arm.GetProperty("platform").GetString());
        Assert.Equal("sbsa", arm.GetProperty("family").GetString());
        Assert.Equal("12.3.2", arm.GetProperty("cuda").GetString());
        Assert.Equal("CUDA>=12.3", arm.GetProperty("requires")[0].GetProperty("text").GetString());
        Assert.Equal("525.60.13", arm.GetProperty("drivers").GetProperty("lowest").GetString());
        Assert.Contains("takes older drivers", arm.GetProperty("cautions")[0].GetString(), StringComparison.Ordinal);
        Assert.Empty(ran.Json().GetProperty("gpu").GetProperty("findings").EnumerateArray());
        folder.With("gpu.json", ran.Json().GetProperty("gpu").GetRawText());
        folder.With("gpu.schema.json", SchemaOf("gpu"));
        Schema.Validate(Path.Combine(folder.Path, "gpu.schema.json"), Path.Combine(folder.Path, "gpu.json"));
    }

    [Fact]
    public async Task An_image_without_a_build_for_Arm_is_a_blocker_that_emulation_does_not_lift()
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("image", fleet.Reference("pytorch:1"), "--format", "json");

        var finding = Assert.Single(ran.Json().GetProperty("gpu").GetProperty("findings").EnumerateArray());
        Assert.Equal(("GPU-J01", "blocker"), (finding.GetProperty("check").GetString(), finding.GetProperty("severity").GetString()));
        Assert.Contains("Emulation cannot help", finding.GetProperty("cause").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_tells_of_no_GPU_has_no_such_section()
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("image", fleet.Reference("plain:1"), "--format", "json");

        Assert.False(ran.Json().TryGetProperty("gpu", out _));
    }

    private static string SchemaOf(string definition)
    {
        var all = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs/scan.schema.json")))!;
        return all["$defs"]![definition]!.ToJsonString();
    }

    [GeneratedRegex("at 20[^ \n]*Z")]
    private static partial Regex Times();

    /// <summary>A registry with one image of each shape.</summary>
    public sealed class Fleet : IAsyncLifetime
    {
        private TestRegistry? _registry;

        internal string Host => _registry!.Host;

        internal string Reference(string name) => $"{Host}/nvidia/{name}";

        public async ValueTask InitializeAsync()
        {
            _registry = await TestRegistry.StartAsync();
            _registry.Put("nvidia/cuda", "12.3.2", GpuImages.Cuda1232);
            _registry.Put("nvidia/pytorch", "1", GpuImages.AmdOnly);
            _registry.Put("nvidia/l4t-base", "r36", GpuImages.Jetson);
            _registry.Put("nvidia/media", "1", GpuImages.Optional);
            _registry.Put("nvidia/plain", "1", Images.Index("linux/amd64", "linux/arm64"));
        }

        public async ValueTask DisposeAsync()
        {
            if (_registry is not null) await _registry.DisposeAsync();
        }
    }
}
