using System.Collections.Immutable;
using System.Globalization;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;
using Archway.Judging;

namespace Archway.Gpu.Doctor.Rules;

/// <summary>Layer H: containerd, in all versions of its configuration, with what it imports.</summary>
internal static class ContainerdRules
{
    private static readonly DottedVersion Merges = DottedVersion.Of(2, 1), Two = DottedVersion.Of(2), WithCdi = DottedVersion.Of(1, 7);
    private static readonly (string Path, string Keeper)[] Keepers =
    [
        ("/var/snap/microk8s/current/args/containerd-template.toml", "MicroK8s: changes go into that template, then microk8s stop and start"),
        ("/etc/k0s/containerd.d", "k0s: drop-ins lie in /etc/k0s/containerd.d, then restart k0s"),
    ];

    internal static ImmutableArray<HostRule> All { get; } =
    [
        new("GPU-H20", Known), new("GPU-H21", Table), new("GPU-H22", Type), new("GPU-H23", Program), new("GPU-H24", Cgroups), new("GPU-H25", DropIn), new("GPU-H26", Replaced), new("GPU-H27", Kubernetes),
        new("GPU-H28", Cdi), new("GPU-H29", Rancher), new("GPU-H30", Keeper), new("GPU-H31", Running),
    ];

    private static void Known(HostFacts host, Telling told)
    {
        var containerd = host.Engines.Containerd;
        if (containerd.Files.FirstOrDefault(file => file.Root is null) is { } broken) told.Blocker($"{broken.Path} is not TOML", [.. broken.Problems.Select(broken.At)]);
        // What explains it better is told by the rules of tables, folders and K3s.
        else if (containerd is { IsPresent: true, IsForKubernetes: true, IsOfRancher: false } && containerd.Effective("nvidia") is null && containerd.Lost is null && !containerd.Runtimes.Any())
            told.Blocker("containerd has no runtime nvidia: pods that name it do not start", [.. containerd.Files.Select(file => file.Lacks("no runtime nvidia")).DefaultIfEmpty(containerd.Where)]);
    }

    private static void Table(HostFacts host, Telling told)
    {
        var containerd = host.Engines.Containerd;
        if (containerd.Effective("nvidia") is not null || containerd.Runtimes.FirstOrDefault(runtime => !runtime.IsRead) is not { } lost) return;
        var version = ContainerdFacts.VersionOf(lost.File);
        var right = version switch { 1 => "plugins.cri", 2 => "plugins.\"io.containerd.grpc.v1.cri\"", _ => "plugins.\"io.containerd.cri.v1.runtime\"" };
        told.Add(containerd.IsForKubernetes ? Severity.Blocker : Severity.Warning,
            string.Create(CultureInfo.InvariantCulture, $"{lost.File.Path} is of version {version}, and defines the runtime nvidia in the table of another version: containerd passes it over"),
            [lost.File.At(lost.Table), lost.File.Root!["version"] is { } set ? lost.File.At(set) : lost.File.Lacks("no version: it counts as 1")], null,
            [new($"In {lost.File.Path}, rename the table to [{right}.containerd.runtimes.nvidia], and its options with it.", RemedyRisk.None), new("sudo systemctl restart containerd", RemedyRisk.Engine)]);
    }

    private static void Type(HostFacts host, Telling told)
    {
        if (host.Engines.Containerd.Effective("nvidia") is { } runtime && runtime.Table["runtime_type"] is null) told.Blocker("containerd's runtime nvidia has no runtime_type", runtime.File.At(runtime.Table));
    }

    private static void Program(HostFacts host, Telling told)
    {
        if (host.Engines.Containerd.Effective("nvidia") is not { } runtime || runtime.Table.At("options", "BinaryName") is not { Text: { } path } name) return;
        var isThere = path.StartsWith('/') ? host.Snapshot.Find(path) is not null : host.Toolkit.Program(path) is not null;
        if (!isThere) told.Blocker($"containerd's runtime nvidia is {path}, which is not there", runtime.File.At(name), new(path, "is not there"));
    }

    private static void Cgroups(HostFacts host, Telling told)
    {
        var containerd = host.Engines.Containerd;
        if (containerd.Effective("nvidia") is not { } runtime) return;
        var own = runtime.Table.At("options", "SystemdCgroup")?.Truth;
        var kubelet = host.Snapshot.Text("/var/lib/kubelet/config.yaml")?.Split('\n').FirstOrDefault(line => line.StartsWith("cgroupDriver:", StringComparison.Ordinal))?["cgroupDriver:".Length..].Trim();
        var runc = containerd.Effective("runc")?.Table.At("options", "SystemdCgroup")?.Truth;
        if (kubelet is { } driver && (driver == "systemd") != (own == true))
            told.Blocker($"The runtime nvidia {(own == true ? "uses systemd's cgroups" : "does not use systemd's cgroups")}, and the kubelet's driver is {driver}", runtime.File.At(runtime.Table.At("options", "SystemdCgroup") ?? runtime.Table), host.Line("/var/lib/kubelet/config.yaml", "cgroupDriver"));
        else if (runc is { } other && other != (own == true))
            told.Warning("The runtimes nvidia and runc make cgroups in different ways", runtime.File.At(runtime.Table.At("options", "SystemdCgroup") ?? runtime.Table), containerd.Effective("runc") is { } plain ? plain.File.At(plain.Table.At("options", "SystemdCgroup")!) : new("", ""));
    }

    private static void DropIn(HostFacts host, Telling told)
    {
        var containerd = host.Engines.Containerd;
        if (containerd.Lost is not { } lost || containerd.Effective("nvidia") is not null) return;
        var imports = containerd.Root?.Root?["imports"];
        var isOldFolder = lost.Path.StartsWith("/etc/containerd/config.d/", StringComparison.Ordinal);
        var importsNew = containerd.Root is { } root && (imports?.Items.Any(item => item.Text?.StartsWith("/etc/containerd/conf.d/", StringComparison.Ordinal) == true) ?? containerd.Version is { Major: >= 2 });
        ImmutableArray<GpuRemedy> move = [new($"sudo mkdir -p /etc/containerd/conf.d && sudo mv {lost.Path} /etc/containerd/conf.d/", RemedyRisk.None), new("sudo systemctl restart containerd", RemedyRisk.Engine)];
        ImmutableArray<GpuRemedy> import = [new($"Add imports = [\"{HostSnapshot.FolderOf(lost.Path)}/*.toml\"] at the top of {containerd.Root?.Path ?? "/etc/containerd/config.toml"}.", RemedyRisk.None), new("sudo systemctl restart containerd", RemedyRisk.Engine)];
        told.Add(containerd.IsForKubernetes ? Severity.Blocker : Severity.Warning, $"{lost.Path} defines the runtime, and containerd does not read it",
            [host.Line(lost.Path, "nvidia"), imports is not null ? containerd.Root!.At(imports) : new(containerd.Root?.Path ?? "/etc/containerd/config.toml", containerd.Root is null ? "is not there" : "no imports")],
            isOldFolder ? null : "config.toml imports nothing of that folder, which containerd reads by itself only from 2.0 on.", isOldFolder && importsNew ? move : import);
    }

    private static void Replaced(HostFacts host, Telling told)
    {
        var containerd = host.Engines.Containerd;
        if (containerd.Version is not { } version || version >= Merges || containerd.Root is not { } main || containerd.Effective("nvidia") is not { } runtime || runtime.File == main) return;
        var before = ContainerdFacts.PluginOf(main)?.Members.Select(member => member.Key) ?? [];
        var own = ContainerdFacts.PluginOf(runtime.File)?.Members.Select(member => member.Key).ToHashSet(StringComparer.Ordinal) ?? [];
        string[] hidden = [.. before.Where(key => !own.Contains(key) && key != "containerd")];
        if (hidden.Length > 0) told.Warning($"containerd {version} replaces a plugin's table by that of an imported file: {string.Join(", ", hidden)} of {main.Path} {(hidden.Length == 1 ? "is" : "are")} lost", main.At(ContainerdFacts.PluginOf(main)![hidden[0]]!), runtime.File.At(runtime.Table));
    }

    private static void Kubernetes(HostFacts host, Telling told)
    {
        var containerd = host.Engines.Containerd;
        if (containerd.IsForKubernetes && containerd.Files.LastOrDefault(file => file.Root?["disabled_plugins"] is not null) is { } file && file.Root!["disabled_plugins"]!.Items.FirstOrDefault(item => item.Text is "cri" or "io.containerd.grpc.v1.cri" or "io.containerd.cri.v1.runtime") is { } off)
            told.Blocker("containerd's half for Kubernetes is switched off, and a kubelet is here", file.At(off));
    }

    private static void Cdi(HostFacts host, Telling told)
    {
        var containerd = host.Engines.Containerd;
        if (!containerd.IsForKubernetes) return;
        var set = containerd.Setting("enable_cdi");
        if (set is { Value.Truth: false } off) told.Note("CDI is switched off in containerd; strategies of the device plugin that use it do not work", off.File.At(off.Value));
        else if (set is null && containerd.Version is { } version && version >= WithCdi && version < Two) told.Note($"containerd {version} reads CDI only where it is told to, and it is not", containerd.Where with { Excerpt = "no enable_cdi" });
    }

    private static void Rancher(HostFacts host, Telling told)
    {
        var containerd = host.Engines.Containerd;
        if (containerd.IsOfRancher && containerd.Effective("nvidia") is null && !containerd.Runtimes.Any())
            NotFound(host, containerd.Root!, told);
    }

    private static void NotFound(HostFacts host, ConfigurationFile root, Telling told)
    {
        var isRke = root.Path.Contains("/rke2/", StringComparison.Ordinal);
        var program = host.Toolkit.Program("nvidia-container-runtime");
        told.Add(Severity.Blocker, $"{(isRke ? "RKE2" : "K3s")} has not found the runtime nvidia; it looks for it when it starts",
            [root.Lacks("no runtime nvidia"), program is null ? new("/usr/bin/nvidia-container-runtime", "is not there") : new(program.Path, "is there")], null,
            program is null ? [] : [new(isRke ? "sudo systemctl restart rke2-agent   # on a server, rke2-server" : "sudo systemctl restart k3s   # on an agent, k3s-agent", RemedyRisk.Engine)]);
    }

    private static void Keeper(HostFacts host, Telling told)
    {
        if (host.System.Id is "bottlerocket" or "talos") told.Note($"{host.System.Name ?? host.System.Id} lets nobody change containerd's files: its own settings or extensions bring the GPU", host.Line("/etc/os-release", "ID="));
        foreach (var (path, keeper) in Keepers)
            if (host.Snapshot.Find(path) is not null || host.Snapshot.In(path).Any()) told.Note($"containerd's configuration is kept by {keeper}", new Evidence(path, ""));
    }

    private static void Running(HostFacts host, Telling told)
    {
        var containerd = host.Engines.Containerd;
        if (!containerd.IsForKubernetes || containerd.Effective("nvidia") is not { } runtime) return;
        if (containerd.RunningRuntimes is { } running)
        {
            if (!running.Contains("nvidia")) told.Blocker($"{runtime.File.Path} defines the runtime nvidia, and the running containerd does not know it: it was not restarted", runtime.File.At(runtime.Table), new("crictl info", $"runtimes: {string.Join(", ", running)}"));
        }
        else if (containerd.Process is { Started: { } started } && host.Snapshot.Find(runtime.File.Path)?.Modified is { } changed)
        {
            if (changed > started) told.Warning($"{runtime.File.Path} was changed after containerd was started", new Evidence(runtime.File.Path, $"changed {DockerRules.Time(changed)}"), new($"containerd (process {containerd.Process.Id})", $"started {DockerRules.Time(started)}"));
        }
        else told.NotKnown("the running containerd was not asked: crictl needs root");
    }
}
