using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Archway.Gpu.Cdi;
using Archway.Gpu.Hosts;
using Archway.Oci;

namespace Archway.Gpu.Specs;

/// <summary>Makes a specification of a host's GPUs, in the form of the toolkit's own.</summary>
public static partial class CdiMaker
{
    private static readonly string[] Controls = ["/dev/nvidia-modeset", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/dev/nvidiactl"];
    private static readonly string[] Programs = ["nvidia-smi", "nvidia-debugdump", "nvidia-persistenced", "nvidia-cuda-mps-control", "nvidia-cuda-mps-server", "nvidia-imex", "nvidia-imex-ctl"];
    private static readonly string[] Sockets = ["/run/nvidia-persistenced/socket", "/run/nvidia-fabricmanager/socket"];
    private static readonly ImmutableArray<string> Options = ["ro", "nosuid", "nodev", "rbind", "rprivate"];

    /// <summary>The specification, or why none can be made of the host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="notes">Where it is told what is not in it.</param>
    public static Parsed<CdiSpec> Make(CdiHost host, ICollection<string> notes)
    {
        if (host.Driver is not { } driver) return Parsed.Problem<CdiSpec>("the host runs no NVIDIA driver (/proc/driver/nvidia/version is not there); archway gpu doctor tells why");
        if (host.Hook is not { } hook) return Parsed.Problem<CdiSpec>("nvidia-cdi-hook is not on the host, and containers are prepared by it; install nvidia-container-toolkit-base");
        var nodes = host.Names("/dev").Where(name => Gpu().IsMatch(name)).Distinct().OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).ToArray();
        if (nodes.Length == 0) return Parsed.Problem<CdiSpec>("the host has no /dev/nvidia0; nvidia-smi makes the device nodes");
        var folder = LibraryFolder(host, driver.ToString());
        if (folder is null) return Parsed.Problem<CdiSpec>($"libcuda.so.{driver} is in no folder of libraries; the driver's user part is missing or of another version");
        if (!host.IsWhole) notes.Add("a saved host shows only libcuda and libnvidia-ml of the driver's libraries: make the specification on the host itself to have them all");
        notes.Add("nodes of /dev/dri, and with them graphics, are left out");
        if (host.Smi.Gpus.IsEmpty) notes.Add("nvidia-smi told nothing, so that GPUs are named by number alone");
        if (host.Smi.Gpus.Any(gpu => gpu.IsPartitioned == true)) notes.Add("a GPU is partitioned (MIG): its instances are left out, and nvidia-ctk cdi generate names them");
        CdiSpec spec = new() { Version = "", Kind = "nvidia.com/gpu", Devices = [.. Devices(host, nodes)], Edits = Common(host, driver.ToString(), folder, hook) };
        return Parsed.Value(spec with { Version = Least(CdiVersions.Needed(spec).Version) });
    }

    // Engines know 0.5.0 as long as they know any that matters.
    private static string Least(string needed) => CdiVersions.Rank(needed) < CdiVersions.Rank("0.5.0") ? "0.5.0" : needed;

    private static IEnumerable<CdiDevice> Devices(CdiHost host, string[] nodes)
    {
        foreach (var node in nodes) yield return new(node["nvidia".Length..], EditsOf(host, [node]), CdiPlace.Nowhere);
        foreach (var gpu in host.Smi.Gpus)
            if (nodes.Contains($"nvidia{gpu.Index}") && gpu.Uuid.StartsWith("GPU-", StringComparison.Ordinal)) yield return new(gpu.Uuid, EditsOf(host, [$"nvidia{gpu.Index}"]), CdiPlace.Nowhere);
        yield return new("all", EditsOf(host, nodes), CdiPlace.Nowhere);
    }

    private static CdiEdits EditsOf(CdiHost host, string[] nodes) => new()
    {
        DeviceNodes = [.. nodes.Select(node => new CdiDeviceNode($"/dev/{node}", CdiPlace.Nowhere))],
        AdditionalGids = [.. nodes.Select(node => host.Find($"/dev/{node}")).Where(node => node is { Group: > 0, Mode: { } mode } && (mode & 0b110) != 0b110).Select(node => node!.Group!.Value).Distinct()],
    };

    private static CdiEdits Common(CdiHost host, string driver, string folder, string hook) => new()
    {
        Env = [Text($"NVIDIA_CTK_LIBCUDA_DIR={folder}"), Text("NVIDIA_VISIBLE_DEVICES=void")],
        DeviceNodes = [.. Controls.Where(path => host.Find(path) is not null).Select(path => new CdiDeviceNode(path, CdiPlace.Nowhere))],
        Hooks =
        [
            Hook(hook, "create-symlinks", "--link", $"libcuda.so.1::{folder}/libcuda.so"),
            Hook(hook, "enable-cuda-compat", $"--host-driver-version={driver}"),
            Hook(hook, "update-ldcache", "--folder", folder),
            Hook(hook, "disable-device-node-modification"),
        ],
        Mounts =
        [
            .. host.Names(folder).Where(name => name.EndsWith($".so.{driver}", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal).Select(name => Mount($"{folder}/{name}")),
            .. host.Names($"/lib/firmware/nvidia/{driver}").Where(name => name.StartsWith("gsp_", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => Mount($"/lib/firmware/nvidia/{driver}/{name}")),
            .. Programs.Select(name => $"/usr/bin/{name}").Where(path => host.Find(path) is not null).Select(path => Mount(path)),
            .. Sockets.Where(path => host.Find(path) is not null).Select(path => Mount(path, "noexec")),
        ],
    };

    private static string? LibraryFolder(CdiHost host, string driver) => HostPlan.LibraryFoldersBelow("").FirstOrDefault(folder => host.Find($"{folder}/libcuda.so.{driver}") is not null);

    private static CdiHook Hook(string path, params string[] words) => new("createContainer", path, CdiPlace.Nowhere) { Args = [Text(HostSnapshot.NameOf(path)), .. words.Select(Text)] };

    private static CdiMount Mount(string path, params string[] more) => new(path, path, CdiPlace.Nowhere) { Options = [.. Options.Concat(more).Select(Text)] };

    private static CdiText Text(string value) => new(value, CdiPlace.Nowhere);

    [GeneratedRegex("^nvidia[0-9]{1,3}$", RegexOptions.CultureInvariant)]
    private static partial Regex Gpu();
}
