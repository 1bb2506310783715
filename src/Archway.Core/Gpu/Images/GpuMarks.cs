using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Archway.Oci.Platforms;
using Archway.Verifying;

namespace Archway.Gpu.Images;

/// <summary>The signals by which a GPU image is known, and which of them tell servers from Tegra: both say <c>linux/arm64</c>.</summary>
internal static partial class GpuMarks
{
    private const string ForTegra = "built for Tegra (Jetson)";
    private const string ForServers = "built for Arm servers (SBSA)";
    private const string ForX86 = "built for x86-64";
    private const string ForRocm = "built for AMD's GPUs (ROCm)";

    internal static IEnumerable<GpuMark> OfEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        foreach (var (name, value) in environment.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            var meaning = name switch
            {
                "NVIDIA_VISIBLE_DEVICES" when value is not ("" or "void" or "none") => "asks for GPUs",
                "NVIDIA_DRIVER_CAPABILITIES" => "asks for parts of the driver",
                "CUDA_VERSION" when value.Length > 0 => "has a CUDA toolkit",
                "NVARCH" when value == "sbsa" => ForServers,
                "NVARCH" when value == "x86_64" => ForX86,
                "L4T_VERSION" or "JETPACK" => ForTegra,
                "NV_CUDA_CUDART_VERSION" or "NV_CUDA_LIB_VERSION" or "NV_CUDNN_VERSION" or "NV_CUDA_COMPAT_PACKAGE" => "stands on an image of NVIDIA",
                "NVIDIA_PRODUCT_NAME" or "NVIDIA_BUILD_ID" or "CUDA_DRIVER_VERSION" or "_CUDA_COMPAT_PATH" => "stands on an image of NVIDIA's catalog",
                "ROCM_PATH" => ForRocm,
                _ when name.StartsWith("NVIDIA_REQUIRE_JETPACK", StringComparison.Ordinal) => ForTegra,
                _ when name.StartsWith("NVIDIA_REQUIRE_", StringComparison.Ordinal) => "asks for a driver",
                _ => null,
            };
            if (meaning is not null) yield return new($"{name}={Shortened(value)}", meaning, IsCertain: true);
            else if (name is "LD_LIBRARY_PATH" or "PATH" && value.Split(':').FirstOrDefault(IsOfCuda) is { } folder)
                yield return new($"{name} has {Shortened(folder)}", "is laid out for CUDA", IsCertain: false);
        }
    }

    internal static IEnumerable<GpuMark> OfLabels(IReadOnlyDictionary<string, string> labels)
    {
        // A label is inherited by whatever is built on the image, also by what throws CUDA away.
        if (labels.GetValueOrDefault("maintainer")?.Contains("cudatools@nvidia.com", StringComparison.OrdinalIgnoreCase) == true)
            yield return new("maintainer=" + Shortened(labels["maintainer"]), "stands on an image of NVIDIA", IsCertain: false);
        foreach (var name in new[] { "com.nvidia.cudnn.version", "com.nvidia.cuda.version", "com.nvidia.volumes.needed" })
            if (labels.TryGetValue(name, out var value)) yield return new($"{name}={Shortened(value)}", "stands on an old image of NVIDIA", IsCertain: false);
    }

    internal static IEnumerable<GpuMark> OfName(string? name)
    {
        if (name is not null && TegraName().Match(name) is { Success: true }) yield return new(name, ForTegra, IsCertain: true);
    }

    internal static IEnumerable<GpuMark> OfContent(ContentFacts? content) => content is null ? [] : content.Binaries
        .Select(file => (file.Path, Meaning: MeaningOf(file.Path))).Where(file => file.Meaning is not null)
        .GroupBy(file => file.Meaning!, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => new GpuMark(group.Select(file => file.Path).Min(StringComparer.Ordinal)!, group.Key, IsCertain: true));

    /// <summary>The family that marks tell; unknown where they tell two, or the platform cannot have it.</summary>
    internal static GpuFamily FamilyOf(ImmutableArray<GpuMark> marks, Platform platform)
    {
        GpuFamily[] told = [.. marks.Select(mark => mark.Meaning switch
        {
            ForTegra => GpuFamily.Tegra,
            ForServers => GpuFamily.Sbsa,
            ForX86 => GpuFamily.X86,
            ForRocm => GpuFamily.Rocm,
            _ => GpuFamily.Unknown,
        }).Where(family => family != GpuFamily.Unknown).Distinct()];
        return (told, platform.Architecture) switch
        {
            ([GpuFamily.Rocm], _) => GpuFamily.Rocm,
            ([GpuFamily.Sbsa or GpuFamily.Tegra], "arm64") => told[0],
            ([] or [GpuFamily.X86], "amd64") => GpuFamily.X86,
            _ => GpuFamily.Unknown,
        };
    }

    internal static bool IsCompatibility(string folder) => CompatibilityFolder().IsMatch(folder);

    /// <summary>The driver's own library in the folder where the host's is put; stubs and compatibility libraries lie elsewhere.</summary>
    internal static string? BakedDriverIn(ContentFacts? content) => content?.Binaries.Select(file => file.Path).Where(path => BakedDriver().IsMatch(path)).Min(StringComparer.Ordinal);

    private static bool IsOfCuda(string folder) => folder is "/usr/local/nvidia/lib" or "/usr/local/nvidia/lib64" or "/usr/local/nvidia/bin"
        || folder.StartsWith("/usr/local/cuda", StringComparison.Ordinal);

    private static string? MeaningOf(string path)
    {
        if (path.StartsWith("/opt/rocm", StringComparison.Ordinal)) return ForRocm;
        if (path.StartsWith("/usr/lib/aarch64-linux-gnu/tegra/", StringComparison.Ordinal)) return ForTegra;
        if (CudaTarget().Match(path) is not { Success: true } target) return null;
        return target.Groups["target"].Value switch
        {
            "sbsa-linux" => ForServers,
            "x86_64-linux" => ForX86,
            // From CUDA 13 on one set of files is for both.
            _ => int.TryParse(target.Groups["major"].Value, out var major) && major < 13 ? ForTegra : null,
        };
    }

    private static string Shortened(string text) => text.Length > 80 ? text[..80] + "…" : text;

    [GeneratedRegex(@"(\A|/)(l4t-|jetpack)|[:-](l4t|jetpack|igpu)(-|\z)|-igpu(-|@|\z)|(\A|/)dustynv/[^:]+:.*\br3[2-6]\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TegraName();

    [GeneratedRegex(@"\A/usr/local/cuda(-[0-9.]+)?/compat(/|\z)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CompatibilityFolder();

    [GeneratedRegex(@"\A/usr/lib/(aarch64|x86_64)-linux-gnu/(nvidia/(current/)?)?libcuda\.so\.[0-9]+\.[0-9.]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex BakedDriver();

    [GeneratedRegex(@"\A/usr/local/cuda-(?<major>[0-9]{1,3})[0-9.]*/targets/(?<target>sbsa-linux|aarch64-linux|x86_64-linux)/", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex CudaTarget();
}
