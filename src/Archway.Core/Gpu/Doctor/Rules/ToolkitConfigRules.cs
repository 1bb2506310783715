using System.Collections.Immutable;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;
using Archway.Gpu.Toml;
using Archway.Judging;

namespace Archway.Gpu.Doctor.Rules;

/// <summary>Layer F, the second half: the toolkit's <c>config.toml</c>.</summary>
internal static class ToolkitConfigRules
{
    private const string Cli = "nvidia-container-cli", Runtime = "nvidia-container-runtime";
    private static readonly string[] DefaultRuntimes = ["runc", "crun"];

    internal static ImmutableArray<HostRule> All { get; } =
    [
        new("GPU-F05", Readable), new("GPU-F06", Ldconfig), new("GPU-F07", Root), new("GPU-F08", User), new("GPU-F09", Cgroups), new("GPU-F10", Mode), new("GPU-F11", Runtimes),
        new("GPU-F12", Asking), new("GPU-F13", Requirements), new("GPU-F14", Swarm),
    ];

    private static void Readable(HostFacts host, Telling told)
    {
        if (host.Toolkit.Config is { Root: null } config) told.Blocker($"{config.Path} is not TOML", [.. config.Problems.Select(config.At)]);
        else if (host.Snapshot.Find(host.Toolkit.ConfigPath) is { Problem: { } problem }) told.NotKnown($"{host.Toolkit.ConfigPath}: {problem}");
    }

    private static (ConfigurationFile File, TomlNode Node)? Value(HostFacts host, params ReadOnlySpan<string> path) => host.Toolkit.Config is { Root: { } root } file && root.At(path) is { } node ? (file, node) : null;

    private static void Ldconfig(HostFacts host, Telling told)
    {
        if (Value(host, Cli, "ldconfig") is not ({ } file, { Text: { Length: > 0 } path } node)) return;
        if (!path.StartsWith('@')) told.Blocker($"nvidia-container-cli.ldconfig is \"{path}\", without the @ that makes it the host's", file.At(node));
        else if (host.Snapshot.Find(path[1..]) is null)
        {
            var real = host.Snapshot.Find("/sbin/ldconfig.real") is not null ? "/sbin/ldconfig.real" : "/sbin/ldconfig";
            told.Add(Severity.Blocker, $"nvidia-container-cli.ldconfig is \"{path}\", and there is no such file", [file.At(node), new(path[1..], "is not there")], null,
                [new($"sudo nvidia-ctk config --set nvidia-container-cli.ldconfig=@{real} --in-place", RemedyRisk.None)]);
        }
    }

    private static void Root(HostFacts host, Telling told)
    {
        if (Value(host, Cli, "root") is not ({ } file, { Text: { Length: > 0 } root } node) || root == "/") return;
        if (host.Snapshot.Find(root) is null) told.Blocker($"The toolkit looks for the driver in {root}, which is not there", file.At(node), new(root, "is not there"));
        else if (root == "/run/nvidia/driver" && host.Libraries.OfDriverContainer.IsEmpty && !host.Libraries.Own.IsEmpty)
            told.Blocker($"The toolkit looks for the driver in {root}, which holds no libraries; the host's own lie in {HostSnapshot.FolderOf(host.Libraries.Own[0].Path)}", file.At(node), host.Libraries.Own[0].Evidence);
    }

    private static void User(HostFacts host, Telling told)
    {
        if (Value(host, Cli, "user") is ({ } file, { Text: { Length: > 0 } user } node) && host.System.Id is { } id && !id.Contains("suse", StringComparison.Ordinal) && id != "sles")
            told.Warning($"The toolkit's helper runs as {user}, which only SUSE's packages set", file.At(node));
    }

    private static void Cgroups(HostFacts host, Telling told)
    {
        var docker = host.Engines.Docker;
        var rootless = docker.Files.FirstOrDefault(file => file.IsRootless && file.Root?["runtimes"]?["nvidia"] is not null);
        if (host.Toolkit.LeavesCgroups && Value(host, Cli, "no-cgroups") is ({ } file, { } node) && docker is { IsPresent: true, IsRootless: false } && rootless is null)
            told.Add(Severity.Blocker, "no-cgroups is true, and Docker runs as root: its containers see the GPU and may not open it", [file.At(node), .. docker.Process is null ? [] : new[] { new Evidence("dockerd", "runs as the system's service") }], null,
                [new("sudo nvidia-ctk config --set nvidia-container-cli.no-cgroups=false --in-place", RemedyRisk.None)]);
        else if (!host.Toolkit.LeavesCgroups && (docker.IsRootless || rootless is not null))
            told.Add(docker.IsRootless ? Severity.Blocker : Severity.Warning, "no-cgroups is false, and Docker runs without root: the hook may not set its device rules",
                [
                    Value(host, Cli, "no-cgroups") is ({ } own, { } set) ? own.At(set) : new(host.Toolkit.ConfigPath, "no-cgroups is not set"),
                    rootless is not null ? rootless.At(rootless.Root!["runtimes"]!["nvidia"]!) : new("docker info", "SecurityOptions: name=rootless"),
                ], null,
                [
                    new("docker run --rm --device nvidia.com/gpu=all ubuntu nvidia-smi -L   # CDI needs no device rules of the hook's", RemedyRisk.None),
                    new("sudo nvidia-ctk config --set nvidia-container-cli.no-cgroups --in-place   # a rootful Docker on this host then loses its GPUs", RemedyRisk.None),
                ]);
    }

    private static void Mode(HostFacts host, Telling told)
    {
        if (Value(host, Runtime, "mode") is not ({ } file, { Text: { } mode } node)) return;
        if (mode == "cdi" && host.Engines.Docker is { IsPresent: true } docker && docker.PathOfGpus != RequirementPath.Cdi) told.Warning("The runtime's mode is cdi, and Docker's --gpus calls the hook, which then refuses", file.At(node));
        else if (mode is not ("auto" or "cdi" or "legacy" or "csv" or "jit-cdi")) told.Blocker($"The runtime's mode is \"{mode}\", which there is not", file.At(node));
    }

    private static void Runtimes(HostFacts host, Telling told)
    {
        var set = Value(host, Runtime, "runtimes");
        string[] names = set is (_, { } list) ? [.. list.Items.Select(item => item.Text).OfType<string>()] : DefaultRuntimes;
        if (!host.Toolkit.IsInstalled || host.Toolkit.Program("nvidia-container-runtime") is null || names.Any(name => name.StartsWith('/') ? host.Snapshot.Find(name) is not null : IsOnPath(host, name))) return;
        string[] near = [.. ((IEnumerable<string>)["/usr/libexec/crio/crun", "/usr/libexec/crio/runc"]).Where(path => host.Snapshot.Find(path) is not null)];
        told.Add(Severity.Warning, $"None of the runtimes that the toolkit looks for is there: {string.Join(", ", names)}", [set is ({ } file, { } node) ? file.At(node) : new(host.Toolkit.ConfigPath, "runtimes is not set"), new("/usr/bin", "neither of them")], null,
            near.Length > 0 ? [new($"sudo nvidia-ctk config --set nvidia-container-runtime.runtimes={string.Join(',', near)} --in-place", RemedyRisk.None)] : []);
    }

    // Only these are looked for on every host; of others nothing is known.
    private static bool IsOnPath(HostFacts host, string name) => name is not ("runc" or "crun") && name != "docker-runc" || host.Toolkit.Program(name) is not null;

    private static void Asking(HostFacts host, Telling told)
    {
        if (Value(host, "accept-nvidia-visible-devices-envvar-when-unprivileged") is ({ } file, { Truth: false } node) && host.Toolkit.Config?.Root?["accept-nvidia-visible-devices-as-volume-mounts"]?.Truth != true)
            told.Warning("Unprivileged containers cannot ask for a GPU by their environment, nor by mounts", file.At(node));
    }

    private static void Requirements(HostFacts host, Telling told)
    {
        if (Value(host, "disable-require") is ({ } file, { Truth: true } node)) told.Warning("What images require of the driver is passed over", file.At(node));
    }

    private static void Swarm(HostFacts host, Telling told)
    {
        var docker = host.Engines.Docker.Rootful;
        if (docker?.Root?["node-generic-resources"] is { } offered && offered.Items.Any(item => item.Text?.Contains("gpu", StringComparison.OrdinalIgnoreCase) == true) && Value(host, "swarm-resource") is null)
            told.Warning("Docker offers GPUs to Swarm, and the toolkit is not told under which name", docker.At(offered), new(host.Toolkit.ConfigPath, "swarm-resource is not set"));
    }
}
