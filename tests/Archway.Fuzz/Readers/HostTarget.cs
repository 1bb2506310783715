using Archway.Gpu.Doctor;
using Archway.Gpu.Hosts;

namespace Archway.Fuzz.Readers;

/// <summary>Snapshots of hosts, and what is judged of them.</summary>
/// <remarks>What is written of a snapshot reads as the same snapshot; a report's findings all say something.</remarks>
internal sealed class HostTarget() : Target("host")
{
    private const string Seed =
        """
        {"archwayGpuHost":"1","user":0,"askedCommands":true,"variables":{"LD_LIBRARY_PATH":"/usr/local/cuda/compat"},"packages":[{"name":"nvidia-container-toolkit","version":"1.20.0-1","system":"dpkg"}],
        "processes":[{"name":"dockerd","id":7,"started":9,"options":["--config-file=/etc/docker/daemon.json"]}],
        "commands":[{"command":["uname","-m"],"exitCode":0,"output":"aarch64\n"},{"command":["nvidia-smi","-L"],"exitCode":0,"output":"GPU 0: NVIDIA T4G (UUID: GPU-1)\n"},
        {"command":["docker","info"],"exitCode":0,"output":"{\"Runtimes\":{\"runc\":{}},\"CgroupDriver\":\"systemd\",\"ServerVersion\":\"28.3.0\"}"}],
        "files":[{"path":"/proc/sys/kernel/osrelease","text":"6.8.0-64k\n"},{"path":"/bin/sh","machine":183},{"path":"/etc/os-release","text":"ID=ubuntu\nVERSION_ID=24.04\n"},
        {"path":"/proc/driver/nvidia/version","text":"NVRM version: NVIDIA UNIX Open Kernel Module for aarch64  580.95.05  Release Build\n"},
        {"path":"/dev/nvidiactl","kind":"character","mode":"0666","major":195,"minor":255},{"path":"/usr/lib64/libcuda.so.1","kind":"link","target":"libcuda.so.580.95.05"},
        {"path":"/usr/lib64/libcuda.so.580.95.05","machine":183},{"path":"/usr/bin/nvidia-ctk","mode":"0755"},
        {"path":"/etc/docker/daemon.json","text":"{\"runtimes\":{\"nvidia\":{\"path\":\"nvidia-container-runtime\"}}}"},
        {"path":"/etc/nvidia-container-runtime/config.toml","text":"[nvidia-container-cli]\nldconfig = \"@/sbin/ldconfig\"\n"},
        {"path":"/etc/containerd/config.toml","text":"version = 3\nimports = [\"conf.d/*.toml\"]\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.nvidia]\n"},
        {"path":"/etc/cdi/nvidia.yaml","text":"cdiVersion: 0.5.0\nkind: nvidia.com/gpu\ndevices:\n  - name: \"0\"\n    containerEdits:\n      deviceNodes:\n        - path: /dev/nvidia0\n"}]}
        """;

    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "9223372036854775807", "\"path\":\"/", "/etc/cdi/a.yaml", "/var/run", "\"kind\":\"link\"", "\"target\":\"..\"", "\"text\":\"",
        "\"mode\":\"0644\"", "\"major\":195", "\"machine\":62", "\"problem\":\"x\"", "\\n", "\\u0000", "\\ud800", "/proc/devices", "/proc/modules", "195 nvidia", "nvidia-uvm",
        "\"command\":[\"modinfo\",\"-F\",\"version\",\"nvidia\"]", "\"exitCode\":13", "\"output\":\"", "DeviceFileMinor: 7", "additionalGids: [44]", "version = 2", "[crio.runtime.runtimes.nvidia]",
        "no-cgroups = true", "runtime_type", "disabled_plugins = ['cri']", "GPU 0: A (UUID: B)", "Model: NVIDIA GH200 480GB", "0x10de", "0x030200", "/sys/bus/pci/devices/0:0:0.0/vendor",
    ];

    internal override IEnumerable<byte[]> Seeds() => [Bytes(Seed)];

    internal override Task ReadAsync(byte[] input)
    {
        if (SnapshotReader.Read(input).Value is not { } snapshot) return Task.CompletedTask;
        foreach (var finding in HostDoctor.Examine(snapshot).Findings)
            Require(finding.Symptom.Length > 0 && finding.Cause.Length > 0 && !finding.Evidence.IsDefault, "a finding says what is so and why");
        using MemoryStream written = new();
        SnapshotWriter.Write(snapshot, written);
        var again = SnapshotReader.Read(written.ToArray());
        Require(again.Value is { } same && same.Entries.Count == snapshot.Entries.Count && same.Commands.Length == snapshot.Commands.Length && same.Packages.SequenceEqual(snapshot.Packages), "what is written reads as the same");
        return Task.CompletedTask;
    }
}
