using System.Collections.Immutable;

namespace Archway.Gpu.Images.Requirements;

/// <summary>All that an image asks of its host: every <c>NVIDIA_REQUIRE_*</c> variable, which have to be met together.</summary>
public sealed record ImageRequirements
{
    // nvidia-container-cli has room for so many.
    private const int MostForHook = 32;
    private const string Prefix = "NVIDIA_REQUIRE_";
    private const string Cuda = Prefix + "CUDA";
    private const string CudaVersion = "CUDA_VERSION";

    /// <summary>An image that asks for nothing.</summary>
    public static ImageRequirements None { get; } = new();

    /// <summary>The requirements, by the names of their variables.</summary>
    public ImmutableArray<GpuRequirement> All { get; private init; } = [];

    /// <summary>Whether the image itself tells everything to ignore them (<c>NVIDIA_DISABLE_REQUIRE</c>).</summary>
    public bool AreDisabled { get; private init; }

    /// <summary>What of them could not be read, in a sentence; null where all could.</summary>
    public string? Problem { get; private init; }

    /// <summary>The requirements of an image with this environment.</summary>
    /// <param name="environment">Its variables; the last of one name counts.</param>
    public static ImageRequirements Of(IReadOnlyDictionary<string, string> environment)
    {
        // Those of JetPack are held against files of Tegra boards, and are no comparisons of this grammar.
        var read = environment
            .Where(variable => variable.Key.StartsWith(Prefix, StringComparison.Ordinal) && !variable.Key.StartsWith(Prefix + "JETPACK", StringComparison.Ordinal))
            .OrderBy(variable => variable.Key, StringComparer.Ordinal)
            .Select(variable => GpuRequirement.Read(variable.Key, variable.Value)).ToList();
        var problem = read.Find(one => one.Value is null)?.Problem;
        if (IsLegacy(environment))
        {
            // Images of before the requirements say their CUDA alone, and that is taken for one.
            var version = environment[CudaVersion];
            if (SemanticVersion.Read(version)?.MajorMinor is { } asked) read.Add(GpuRequirement.Read(CudaVersion, "cuda>=" + asked));
            else problem ??= $"its {CudaVersion} '{Shortened(version)}' is no version";
        }
        ImmutableArray<GpuRequirement> all = [.. read.Select(one => one.Value).OfType<GpuRequirement>()];
        if (all.Length > MostForHook) problem ??= $"it has {all.Length} requirements, and nvidia-container-cli takes {MostForHook}";
        return new() { All = all, Problem = problem, AreDisabled = environment.TryGetValue("NVIDIA_DISABLE_REQUIRE", out var disabled) && IsTrue(disabled) };
    }

    /// <summary>Whether an image is of the old form that says its CUDA and no requirement, and is then given all GPUs and capabilities.</summary>
    public static bool IsLegacy(IReadOnlyDictionary<string, string> environment) =>
        environment.TryGetValue(CudaVersion, out var version) && version.Length > 0 && (!environment.TryGetValue(Cuda, out var asked) || asked.Length == 0);

    /// <summary>The requirements held against a host: on Tegra as the runtime there evaluates them, elsewhere as the legacy hook does.</summary>
    public JudgedRequirements JudgeOn(GpuHost host)
    {
        var isCsv = host.Path == RequirementPath.Csv || (host.Path == RequirementPath.Unknown && host.Machine == GpuMachine.Tegra);
        return new([.. All.Select(one => isCsv ? CsvEvaluator.Judge(one, host) : LegacyEvaluator.Judge(one, host))],
            AreDisabled || host.IgnoresRequirements ? false : host.Path switch
            {
                RequirementPath.LegacyHook or RequirementPath.Csv => true,
                RequirementPath.Cdi => false,
                _ => isCsv ? true : null,
            });
    }

    // What Go takes for true.
    private static bool IsTrue(string text) => text is "1" or "t" or "T" or "TRUE" or "true" or "True";

    private static string Shortened(string text) => text.Length > 64 ? text[..64] + "…" : text;
}

/// <summary>All requirements of an image, held against a host.</summary>
/// <param name="All">Each of them.</param>
/// <param name="AreEnforced">Whether the way by which the container gets its GPUs looks at them; null where that is not known.</param>
public sealed record JudgedRequirements(ImmutableArray<JudgedRequirement> All, bool? AreEnforced)
{
    /// <summary>The verdict on all together: what is refused outranks what is not known, which outranks what is met.</summary>
    public RequirementVerdict Verdict =>
        All.FirstOrDefault(one => one.Verdict is RequirementVerdict.NotMet or RequirementVerdict.Invalid)?.Verdict
        ?? (All.Any(one => one.Verdict == RequirementVerdict.Unknown) ? RequirementVerdict.Unknown : RequirementVerdict.Met);

    /// <summary>Whether a container of the image would be refused by what looks at requirements.</summary>
    public bool IsRefused => Verdict is RequirementVerdict.NotMet or RequirementVerdict.Invalid;
}
