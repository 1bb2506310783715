using System.Collections.Immutable;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;

namespace Archway.Gpu.Doctor.Facts;

/// <summary>podman and CRI-O on a host, and which engines read what of CDI.</summary>
internal sealed class EngineFacts
{
    internal EngineFacts(HostSnapshot snapshot, ToolkitFacts toolkit)
    {
        Docker = new(snapshot, toolkit);
        Containerd = new(snapshot, toolkit);
        Podman = VersionOf(snapshot, "podman");
        HasPodman = Podman is not null || toolkit.Program("podman") is not null;
        Crio = VersionOf(snapshot, "crio");
        CrioFiles = [.. ((IEnumerable<string>)["/etc/crio/crio.conf"]).Concat(snapshot.In("/etc/crio/crio.conf.d").Select(entry => entry.Path)).Select(path => ConfigurationFile.Find(snapshot, path)).OfType<ConfigurationFile>()];
        HasCrio = Crio is not null || toolkit.Program("crio") is not null || CrioFiles.Length > 0;
        CrioLost = snapshot.In("/etc/crio/conf.d").FirstOrDefault(entry => entry.Text?.Contains("nvidia", StringComparison.Ordinal) == true);
    }

    internal DockerFacts Docker { get; }

    internal ContainerdFacts Containerd { get; }

    internal DottedVersion? Podman { get; }

    internal bool HasPodman { get; }

    internal DottedVersion? Crio { get; }

    internal bool HasCrio { get; }

    /// <summary>CRI-O's main file, then its drop-ins, each outranking those before.</summary>
    internal ImmutableArray<ConfigurationFile> CrioFiles { get; }

    /// <summary>A drop-in in the folder that one page of documentation names and CRI-O does not read.</summary>
    internal HostEntry? CrioLost { get; }

    /// <summary>Whether podman is the one engine.</summary>
    internal bool IsPodmanAlone => HasPodman && !Docker.IsPresent && !HasCrio && !(Containerd.IsPresent && Containerd.IsForKubernetes);

    /// <summary>Whether an engine of this host has no other way to its GPUs than CDI.</summary>
    internal bool NeedsSpecs => HasPodman || (Docker.IsPresent && Docker.PathOfGpus == RequirementPath.Cdi);

    /// <summary>The engines whose version is known, with the first that reads any CDI and the first that reads version 0.7.0.</summary>
    internal IEnumerable<(string Name, DottedVersion Version, DottedVersion Any, DottedVersion WithGroups)> CdiReaders
    {
        get
        {
            if (Podman is { } podman) yield return ("podman", podman, DottedVersion.Of(4, 1), DottedVersion.Of(5, 1));
            if (Docker is { IsPresent: true, Version: { } docker }) yield return ("Docker", docker, DottedVersion.Of(25), DottedVersion.Of(26, 1));
            if (Containerd is { IsForKubernetes: true, Version: { } containerd }) yield return ("containerd", containerd, DottedVersion.Of(1, 7), DottedVersion.Of(1, 7, 16));
            if (Crio is { } crio) yield return ("CRI-O", crio, DottedVersion.Of(1, 23), DottedVersion.Of(1, 30));
        }
    }

    /// <summary>The engines, each in a word and its version.</summary>
    internal IEnumerable<string> Names
    {
        get
        {
            if (Docker.IsPresent) yield return $"docker {Docker.Version}".TrimEnd();
            if (HasPodman) yield return $"podman {Podman}".TrimEnd();
            if (Containerd.IsPresent) yield return $"containerd {Containerd.Version}".TrimEnd();
            if (HasCrio) yield return $"cri-o {Crio}".TrimEnd();
        }
    }

    private static DottedVersion? VersionOf(HostSnapshot snapshot, string program) =>
        snapshot.Command(program, "--version") is { Succeeded: true } answer && ToolkitFacts.Number().Match(answer.Output) is { Success: true } match ? DottedVersion.Find(match.Value)
            : snapshot.Package(program is "crio" ? "cri-o" : program) is { } package ? ToolkitFacts.Upstream(package.Version) : null;
}
