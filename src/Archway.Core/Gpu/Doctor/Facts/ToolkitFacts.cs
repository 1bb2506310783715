using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;

namespace Archway.Gpu.Doctor.Facts;

/// <summary>The NVIDIA Container Toolkit on a host.</summary>
internal sealed partial class ToolkitFacts
{
    /// <summary>The packages that it comes in, all of one version.</summary>
    internal static readonly ImmutableArray<string> PackageNames = ["nvidia-container-toolkit", "nvidia-container-toolkit-base", "libnvidia-container-tools", "libnvidia-container1"];

    private static readonly DottedVersion JustInTime = DottedVersion.Of(1, 18);
    private readonly HostSnapshot _snapshot;

    internal ToolkitFacts(HostSnapshot snapshot)
    {
        _snapshot = snapshot;
        Packages = [.. snapshot.Packages.Where(package => PackageNames.Contains(package.Name))];
        Version = snapshot.Command("nvidia-ctk", "--version") is { Succeeded: true } answer && Number().Match(answer.Output) is { Success: true } match ? DottedVersion.Find(match.Value)
            : Packages.Select(package => Upstream(package.Version)).FirstOrDefault(version => version is not null);
        Config = ConfigurationFile.Find(snapshot, ConfigPath);
    }

    internal ImmutableArray<HostPackage> Packages { get; }

    internal DottedVersion? Version { get; }

    /// <summary>Where its configuration is looked for.</summary>
    internal string ConfigPath => _snapshot.Variables.GetValueOrDefault("NVIDIA_CTK_CONFIG_FILE_PATH")
        ?? (_snapshot.Variables.GetValueOrDefault("XDG_CONFIG_HOME") is { } folder && _snapshot.Find($"{folder}/nvidia-container-runtime/config.toml") is { } own ? own.Path : "/etc/nvidia-container-runtime/config.toml");

    internal ConfigurationFile? Config { get; }

    /// <summary>Whether any of its programs is there.</summary>
    internal bool IsInstalled => Program("nvidia-ctk") is not null || Program("nvidia-cdi-hook") is not null || Program("nvidia-container-runtime") is not null || Program("nvidia-container-cli") is not null;

    /// <summary>A program of the host, where services look for it.</summary>
    internal HostEntry? Program(string name) => HostPlan.ProgramFolders.Select(folder => _snapshot.Find($"{folder}/{name}")).FirstOrDefault(found => found is not null);

    /// <summary>A text of the configuration.</summary>
    internal string? Setting(params ReadOnlySpan<string> path) => Config?.Root?.At(path)?.Text;

    /// <summary>What the runtime does by itself: <c>auto</c> where nothing is set.</summary>
    internal string Mode => Setting("nvidia-container-runtime", "mode") ?? "auto";

    /// <summary>Whether containers of rootful engines get no device rules from it.</summary>
    internal bool LeavesCgroups => Config?.Root?.At("nvidia-container-cli", "no-cgroups")?.Truth == true;

    /// <summary>Whether its runtime makes CDI on the way in place of calling the hook; null where its version is not known.</summary>
    internal bool? RuntimeUsesCdi => Mode switch { "cdi" or "jit-cdi" => true, "legacy" or "csv" => false, _ => Version is null ? null : Version >= JustInTime };

    /// <summary>The version of the software in a package's: <c>1.19.0</c> of <c>1:1.19.0-1</c>.</summary>
    internal static DottedVersion? Upstream(string version) => Number().Match(version[(version.IndexOf(':', StringComparison.Ordinal) + 1)..]) is { Success: true } match ? DottedVersion.Find(match.Value) : null;

    [GeneratedRegex(@"\b\d{1,4}\.\d{1,4}(?:\.\d{1,4})?", RegexOptions.CultureInvariant)]
    internal static partial Regex Number();
}
