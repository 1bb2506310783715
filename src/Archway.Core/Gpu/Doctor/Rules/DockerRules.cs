using System.Collections.Immutable;
using System.Globalization;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;
using Archway.Judging;

namespace Archway.Gpu.Doctor.Rules;

/// <summary>Layer H: Docker, its file and the engine that runs.</summary>
internal static class DockerRules
{
    private static readonly string[] Arguments = ["path", "args", "runtimeArgs", "runtimeType", "options"];
    private static readonly DottedVersion FirstWithCdi = DottedVersion.Of(25), CdiByItself = DottedVersion.Of(28, 2), PrefersCdi = DottedVersion.Of(29, 2);

    internal static ImmutableArray<HostRule> All { get; } =
    [
        new("GPU-H01", Readable), new("GPU-H02", Runtime), new("GPU-H03", Running), new("GPU-H04", RuntimeArguments), new("GPU-H05", Default), new("GPU-H06", Cdi), new("GPU-H07", Folders),
        new("GPU-H08", CgroupDriver), new("GPU-H09", Snap), new("GPU-H10", Desktop), new("GPU-H12", Way),
    ];

    private static void Readable(HostFacts host, Telling told)
    {
        foreach (var file in host.Engines.Docker.Files)
            if (file.Problem is { } problem)
                told.Add(Severity.Blocker, $"Docker does not start with {file.Path}: it is not JSON", [new(string.Create(CultureInfo.InvariantCulture, $"{file.Path}:{problem.At.Line}"), $"{Excerpt(file, problem.At.Line)} ({problem.Message})")], null,
                    [new($"dockerd --validate --config-file {file.Path}", RemedyRisk.None), new($"Mend line {problem.At.Line}, then sudo systemctl restart docker", RemedyRisk.Engine)]);
        if (told.Findings.Count == 0) Twice(host, told);
    }

    // Whatever stands in both places: https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file
    private static void Twice(HostFacts host, Telling told)
    {
        if (host.Engines.Docker.Rootful is not { Problem: null } file) return;
        foreach (var (flag, key, unit) in DockerUnit.Options(host.Snapshot))
            if (file.Root?[key] is { } member)
            {
                told.Add(Severity.Blocker, $"Docker does not start: {key} stands in {file.Path}, and {flag} on its command line", [file.At(member), host.Line(unit, flag)], null,
                    [new($"Take {key} out of {file.Path}, or {flag} out of ExecStart with sudo systemctl edit docker, then sudo systemctl restart docker", RemedyRisk.Engine)]);
                return;
            }
    }

    private static string Excerpt(DaemonFile file, int line) => file.Source.Text.Split('\n') is var lines && line <= lines.Length ? lines[line - 1].Trim() : "";

    private static bool KnowsAnyway(DockerFacts docker) => docker.Runtimes?.Contains("nvidia") == true;

    private static void Runtime(HostFacts host, Telling told)
    {
        var docker = host.Engines.Docker;
        if (!docker.IsPresent || docker.Files.Any(file => file.Problem is not null)) return;
        if (docker.Rootful is { } file && file.Root?["runtimes"]?["nvidia"] is { } runtime)
        {
            var path = runtime["path"]?.Text ?? "";
            var program = path.StartsWith('/') ? host.Snapshot.Find(path) : host.Toolkit.Program(path);
            if (path.Length == 0) told.Blocker("Docker's runtime nvidia names no program", file.At(runtime));
            else if (program is null) told.Blocker($"Docker's runtime nvidia is {path}, which is not there", file.At(runtime["path"]!), new(path, "is not there"));
        }
        else if (!KnowsAnyway(docker))
        {
            // --gpus takes the hook or CDI, and needs no runtime.
            var evidence = docker.Rootful is { } own ? new Evidence(own.Path, "no runtimes.nvidia") : new("/etc/docker/daemon.json", "is not there");
            if (docker.PathOfGpus == RequirementPath.Unknown) told.Warning("Docker has no runtime nvidia, and which way --gpus takes in this version is not known", evidence);
            else told.Note("Docker has no runtime nvidia: --gpus works, --runtime=nvidia does not", evidence);
        }
    }

    private static void Running(HostFacts host, Telling told)
    {
        var docker = host.Engines.Docker;
        if (docker.Rootful is not { Problem: null } file || file.Root?["runtimes"]?["nvidia"] is not { } runtime) return;
        if (docker.Runtimes is { } known)
        {
            if (!known.Contains("nvidia") && !docker.IsRootless)
                told.Blocker($"{file.Path} defines the runtime nvidia, and the running Docker does not know it: it was not restarted", file.At(runtime), new("docker info", $"Runtimes: {string.Join(", ", known)}"));
        }
        else if (docker.Process is { Started: { } started } && host.Snapshot.Find(file.Path)?.Modified is { } changed)
        {
            if (changed > started) told.Warning($"{file.Path} was changed after Docker was started", new Evidence(file.Path, $"changed {Time(changed)}"), new($"dockerd (process {docker.Process.Id})", $"started {Time(started)}"));
        }
        else told.NotKnown("the running Docker was not asked, or did not answer; as root, or in the group docker, it does");
    }

    internal static string Time(long seconds) => seconds is > -60_000_000_000 and < 250_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) : "at no time";

    private static void RuntimeArguments(HostFacts host, Telling told)
    {
        if (host.Engines.Docker.Rootful is { } file && file.Root?["runtimes"]?["nvidia"]?.Members.FirstOrDefault(member => !Arguments.Contains(member.Key.Value)) is { } wrong)
            told.Warning($"The runtime has the member {wrong.Key.Value}, which Docker does not read", file.At(wrong.Key));
    }

    private static void Default(HostFacts host, Telling told)
    {
        if (host.Engines.Docker.Rootful is { } file && file.Root?["default-runtime"] is { Text: "nvidia" } runtime) told.Note("nvidia is Docker's default runtime: every container and every build runs by it", file.At(runtime));
    }

    private static void Cdi(HostFacts host, Telling told)
    {
        var docker = host.Engines.Docker;
        if (docker.CdiSetting is { Text: "false" } off && docker.Rootful is { } file) told.Warning("CDI is switched off in Docker: --device nvidia.com/gpu=all is refused", file.At(off));
        else if (docker.Version is { } version && version >= FirstWithCdi && version < CdiByItself && docker.CdiSetting is null && host.Cdi.OfGpus.Any())
            told.Note($"Docker {version} reads CDI only where it is told to, and it is not", docker.Rootful is { } own ? new Evidence(own.Path, "no features.cdi") : new("/etc/docker/daemon.json", "is not there"));
    }

    private static void Folders(HostFacts host, Telling told)
    {
        var docker = host.Engines.Docker;
        if (docker.Rootful is not { } file || file.Root?["cdi-spec-dirs"] is not { } set) return;
        var folders = set.Items.Select(item => item.Text?.TrimEnd('/')).ToArray();
        if (host.Cdi.OfGpus.FirstOrDefault(spec => !folders.Contains(HostSnapshot.FolderOf(spec.Path)) && !folders.Contains(HostSnapshot.FolderOf(spec.Entry.Path))) is { } unseen)
            told.Warning($"Docker does not look into {HostSnapshot.FolderOf(unseen.Path)}, where the specification lies", file.At(set), new(unseen.Path, ""));
    }

    private static void CgroupDriver(HostFacts host, Telling told)
    {
        var docker = host.Engines.Docker;
        if (docker is { IsPresent: true, CgroupDriver: null, Process: not null }) told.NotKnown("the running Docker was not asked, or did not answer; as root, or in the group docker, it does");
    }

    private static void Snap(HostFacts host, Telling told)
    {
        if (host.Engines.Docker.SnapOnly) told.Blocker("Docker is a snap, which does not see the host's driver", new Evidence(host.Snapshot.FindLink("/snap/bin/docker") is not null ? "/snap/bin/docker" : "/var/snap/docker/current/config/daemon.json", ""));
    }

    private static void Desktop(HostFacts host, Telling told)
    {
        if (host.Engines.Docker.Told("OperatingSystem") is { } system && system.Contains("Docker Desktop", StringComparison.Ordinal)) told.Blocker("Docker is Docker Desktop, whose virtual machine has no GPU", new Evidence("docker info", $"OperatingSystem: {system}"));
        else if (host.Snapshot.Find("/opt/docker-desktop") is not null)
            told.Note("Docker Desktop is installed; containers of its context have no GPU", new Evidence("/opt/docker-desktop", ""));
    }

    private static void Way(HostFacts host, Telling told)
    {
        var docker = host.Engines.Docker;
        if (!docker.IsPresent || host.IsTegra) return;
        if (docker.Version is not { } version) told.NotKnown("Docker tells no version");
        else if (docker.PathOfGpus == RequirementPath.Unknown) told.NotKnown($"Docker {version} is newer than those whose ways are known");
        else if (version >= PrefersCdi && docker.PathOfGpus == RequirementPath.Cdi)
            told.Note($"Docker {version} takes CDI for --gpus: nothing looks at what images require of the driver, and NVIDIA_VISIBLE_DEVICES=void in containers is as it should be", new Evidence("docker --version", version.ToString()), new(host.Toolkit.Program("nvidia-cdi-hook")?.Path ?? "nvidia-cdi-hook", ""));
    }
}
