using System.Collections.Frozen;
using System.Collections.Immutable;
using Archway.Gpu.Images.Requirements;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Verifying;

namespace Archway.Gpu.Images;

/// <summary>What one platform's entry of an image says of GPUs: read from its config, its name, and, where its layers were read, its files.</summary>
public sealed record GpuImage
{
    private static readonly ImmutableArray<string> Unsaid = ["utility", "compute"];

    private GpuImage(Platform platform, FrozenDictionary<string, string> environment) => (Platform, Environment) = (platform, environment);

    /// <summary>The platform that it is for.</summary>
    public Platform Platform { get; }

    /// <summary>What tells of GPUs in it; never empty.</summary>
    public required ImmutableArray<GpuMark> Marks { get; init; }

    /// <summary>Whether one of the marks alone makes it a GPU image.</summary>
    public bool IsCertain => Marks.Any(mark => mark.IsCertain);

    /// <summary>Whose libraries it was built for.</summary>
    public required GpuFamily Family { get; init; }

    /// <summary>Which GPUs its config asks for (<c>NVIDIA_VISIBLE_DEVICES</c>): <c>all</c> for images of the old form; null where it asks for none.</summary>
    public required string? Devices { get; init; }

    /// <summary>The driver capabilities that it is given; those that the toolkit gives where it names none.</summary>
    public required ImmutableArray<string> Capabilities { get; init; }

    /// <summary>Whether it names its driver capabilities itself.</summary>
    public bool SaysCapabilities => Environment.ContainsKey("NVIDIA_DRIVER_CAPABILITIES");

    /// <summary>The CUDA toolkit in it; null where it names none.</summary>
    public required DottedVersion? Toolkit { get; init; }

    /// <summary>What it asks of its host.</summary>
    public required ImageRequirements Requirements { get; init; }

    /// <summary>Whether it has a compatibility library for older drivers, as far as its config says.</summary>
    public required bool HasCompatibility { get; init; }

    /// <summary>Whether its library path puts that library before the host's, whatever the driver.</summary>
    public required bool ForcesCompatibility { get; init; }

    /// <summary>A driver library that lies in it where the host's is to be put; null where none does, or no layer was read.</summary>
    public required string? BakedDriver { get; init; }

    private FrozenDictionary<string, string> Environment { get; }

    /// <summary>What an entry says of GPUs; null where nothing in it does.</summary>
    /// <param name="platform">The platform of the entry.</param>
    /// <param name="config">Its config.</param>
    /// <param name="name">What it is called, which tells Tegra's images; null where it has no name.</param>
    /// <param name="content">What its layers hold; null where they were not read.</param>
    public static GpuImage? Find(Platform platform, ImageConfig config, string? name, ContentFacts? content)
    {
        var environment = EnvironmentOf(config);
        ImmutableArray<GpuMark> marks = [.. GpuMarks.OfEnvironment(environment), .. GpuMarks.OfLabels(config.Labels), .. GpuMarks.OfName(name), .. GpuMarks.OfContent(content)];
        if (marks.IsEmpty) return null;
        return new(platform, environment)
        {
            Marks = marks,
            Family = GpuMarks.FamilyOf(marks, platform),
            Devices = DevicesOf(environment),
            Capabilities = CapabilitiesOf(environment),
            Toolkit = ToolkitOf(environment),
            Requirements = ImageRequirements.Of(environment),
            HasCompatibility = environment.ContainsKey("NV_CUDA_COMPAT_PACKAGE") || environment.ContainsKey("_CUDA_COMPAT_PATH"),
            ForcesCompatibility = environment.GetValueOrDefault("LD_LIBRARY_PATH", "").Split(':').Any(GpuMarks.IsCompatibility),
            BakedDriver = GpuMarks.BakedDriverIn(content),
        };
    }

    /// <summary>Whether an image's name alone tells that it is for Tegra.</summary>
    public static bool IsNamedForTegra(string name) => GpuMarks.OfName(name).Any();

    // A name that stands twice counts as it stands last.
    private static FrozenDictionary<string, string> EnvironmentOf(ImageConfig config)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (var variable in config.Environment)
            if (variable.IndexOf('=', StringComparison.Ordinal) is > 0 and var at) found[variable[..at]] = variable[(at + 1)..];
        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string? DevicesOf(FrozenDictionary<string, string> environment)
    {
        if (!environment.TryGetValue("NVIDIA_VISIBLE_DEVICES", out var said)) return ImageRequirements.IsLegacy(environment) ? "all" : null;
        string[] devices = [.. said.Split(',').Select(device => device.Trim()).Where(device => device.Length > 0)];
        return devices.Length == 0 || devices.Contains("void") || devices is ["none"] ? null : string.Join(',', devices);
    }

    private static ImmutableArray<string> CapabilitiesOf(FrozenDictionary<string, string> environment) =>
        environment.TryGetValue("NVIDIA_DRIVER_CAPABILITIES", out var said)
            ? [.. said.Split(',').Select(one => one.Trim()).Where(one => one.Length > 0)]
            : ImageRequirements.IsLegacy(environment) ? ["all"] : Unsaid;

    // NVIDIA's own catalog adds a build to it, as 12.8.1.012.
    private static DottedVersion? ToolkitOf(FrozenDictionary<string, string> environment) =>
        DottedVersion.Find(environment.GetValueOrDefault("CUDA_VERSION"))?.Leading(3);
}
