using System.Collections.Immutable;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Doctor.Rules;
using Archway.Gpu.Hosts;
using Archway.Judging;

namespace Archway.Gpu.Doctor;

/// <summary>Judges a host's snapshot, from the ground up; touches nothing else.</summary>
public static class HostDoctor
{
    /// <summary>The rules, by layer.</summary>
    internal static ImmutableArray<HostRule> Rules { get; } =
    [
        .. PlatformRules.All, .. HardwareRules.All, .. KernelDriverRules.All, .. UserDriverRules.All, .. DeviceNodeRules.All, .. ToolkitRules.All, .. CdiFileRules.All, .. CdiRules.All,
        .. DockerRules.All, .. ContainerdRules.All, .. OtherEngineRules.All, .. IsolationRules.All,
    ];

    /// <summary>What a failing layer leaves nothing to say about.</summary>
    private static readonly Dictionary<GpuLayer, ImmutableArray<GpuLayer>> Carries = new()
    {
        [GpuLayer.Platform] = [GpuLayer.KernelDriver, GpuLayer.UserDriver, GpuLayer.DeviceNodes, GpuLayer.Cdi, GpuLayer.Isolation],
        [GpuLayer.Hardware] = [GpuLayer.KernelDriver, GpuLayer.UserDriver, GpuLayer.DeviceNodes, GpuLayer.Toolkit, GpuLayer.Cdi, GpuLayer.Engine, GpuLayer.Isolation],
        [GpuLayer.KernelDriver] = [GpuLayer.UserDriver, GpuLayer.DeviceNodes, GpuLayer.Toolkit, GpuLayer.Cdi, GpuLayer.Engine, GpuLayer.Isolation],
        [GpuLayer.UserDriver] = [GpuLayer.DeviceNodes, GpuLayer.Toolkit, GpuLayer.Cdi, GpuLayer.Engine, GpuLayer.Isolation],
        [GpuLayer.DeviceNodes] = [GpuLayer.Cdi, GpuLayer.Engine, GpuLayer.Isolation],
        [GpuLayer.Toolkit] = [GpuLayer.Cdi, GpuLayer.Engine, GpuLayer.Isolation],
        [GpuLayer.Engine] = [GpuLayer.Isolation],
    };

    /// <summary>Judges it.</summary>
    /// <param name="snapshot">What the host showed.</param>
    /// <param name="image">An image to hold against it; null for none.</param>
    public static HostReport Examine(HostSnapshot snapshot, ImageOnHost? image = null)
    {
        HostFacts host = new(snapshot);
        List<GpuFinding> findings = [];
        List<UnknownCheck> unknown = [];
        List<string> passed = [];
        Dictionary<GpuLayer, StoppedLayer> stopped = [];
        var rules = host.IsToBeExamined ? Rules : [];
        foreach (var layer in rules.GroupBy(rule => GpuChecks.Find(rule.Id)!.Layer).OrderBy(group => group.Key))
        {
            if (stopped.ContainsKey(layer.Key)) continue;
            foreach (var rule in layer)
            {
                Telling told = new(GpuChecks.Find(rule.Id)!);
                rule.Judge(host, told);
                findings.AddRange(told.Findings);
                unknown.AddRange(told.Unknown);
                if (told.Findings.Count + told.Unknown.Count == 0 && !told.IsLeftToOthers) passed.Add(rule.Id);
            }

            if (findings.FirstOrDefault(finding => finding.Check.Layer == layer.Key && finding.Severity == Severity.Blocker) is not { } failed) continue;
            foreach (var above in Carries.GetValueOrDefault(layer.Key, [])) stopped.TryAdd(above, new(above, failed));
        }

        if (image is not null && host.IsToBeExamined)
        {
            var fit = image.Judge(host);
            findings.AddRange(fit.Findings);
            unknown.AddRange(fit.Unknown);
        }

        return new()
        {
            Image = image,
            Host = HostSummary.Of(host),
            HasGpu = host.IsToBeExamined,
            Findings = [.. findings.OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Check.Layer)],
            Stopped = [.. stopped.Values.OrderBy(layer => layer.Layer)],
            Unknown = [.. unknown],
            Passed = [.. passed],
            Looked = (snapshot.Entries.Count, snapshot.Commands.Length),
            LeftOut = snapshot.LeftOut,
        };
    }
}
