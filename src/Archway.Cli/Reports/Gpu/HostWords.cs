using System.Globalization;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Images;
using Archway.Judging;

namespace Archway.Cli.Reports.Gpu;

/// <summary>What a report on a host says in words, whatever form it is written in.</summary>
internal static class HostWords
{
    /// <summary>How it stands with the host, in one line.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="isElsewhere">Whether it is of another root than this machine's.</param>
    internal static string Headline(HostReport report, bool isElsewhere)
    {
        var host = isElsewhere ? "The host" : "This machine";
        if (!report.HasGpu) return report.Host.Kernel is null
            ? $"{host} shows no running kernel and no software for NVIDIA GPUs: there is nothing to examine."
            : $"{host} has no NVIDIA GPU: there is nothing to examine.";
        if (report.RootCause is { } cause) return $"{cause.Symptom}. ({cause.Check.Id})";
        // What nothing runs on was not held against anything.
        if (report.Host is { Kernel: not null, Engines.IsEmpty: true }) return "Nothing was found that stands in the way up to the driver, and there is no container engine: archway gpu setup tells how to come to GPU containers.";
        if (report.Host is { Kernel: not null, IsContainerdAlone: true } && report.Image is null) return "Nothing was found that stands in the way up to the toolkit; containerd is the only engine, without Kubernetes, and what it is configured for was not examined.";
        return report.Image is { Problem: not null } unasked ? $"{unasked.Name} could not be asked for, so that it is not known whether it fits; nothing was found on the host that stands in the way of a GPU."
            : report.Image is { Facts: null } plain ? $"{plain.Name} tells of no GPU; nothing was found on the host that stands in the way of one."
            : report.Host.Kernel is null ? "Nothing on this disk stands in the way of GPU containers; whether the machine has a GPU and a driver cannot be seen there."
            : report.Unknown.IsEmpty ? report.Image is { } image ? $"Nothing stands in the way of {image.Name} and its GPU here." : "Nothing stands in the way of GPU containers."
            : $"Nothing was found that stands in the way of GPU containers; {Count(report.Unknown.Length, "check")} could not be made.";
    }

    /// <summary>What the host is, a line each.</summary>
    internal static IEnumerable<(string Name, string Value)> Host(HostSummary host)
    {
        string?[] machine =
        [
            host.Architecture, host.System, host.Kernel is null ? null : $"kernel {host.Kernel}", host.PageSize is { } size and not 4096 ? string.Create(CultureInfo.InvariantCulture, $"pages of {size / 1024} KiB") : null,
            host.Machine switch { GpuMachine.Tegra => "Tegra (Jetson)", GpuMachine.TegraWithCard => "Tegra with a GPU card", GpuMachine.Wsl => "Windows Subsystem for Linux", _ => null },
        ];
        yield return ("host", machine.Any(word => word is not null) ? string.Join(", ", machine.OfType<string>()) : "not known");
        foreach (var alike in host.Gpus.GroupBy(gpu => gpu, StringComparer.Ordinal))
            yield return ("gpu", alike.Count() == 1 ? alike.Key : string.Create(CultureInfo.InvariantCulture, $"{alike.Count()} × {alike.Key}"));
        if (host.Driver is { } driver) yield return ("driver", $"{driver}, {(host.IsOpenDriver == true ? "open" : "proprietary")} kernel modules");
        if (host.Toolkit is { } toolkit) yield return ("toolkit", $"NVIDIA Container Toolkit {toolkit}");
        if (!host.Engines.IsEmpty) yield return ("engines", string.Join(", ", host.Engines));
    }

    /// <summary>The name of a layer in a sentence.</summary>
    internal static string Layer(GpuLayer layer) => layer switch
    {
        GpuLayer.KernelDriver => "kernel driver",
        GpuLayer.UserDriver => "user driver",
        GpuLayer.DeviceNodes => "device nodes",
        GpuLayer.Cdi => "CDI",
        GpuLayer.Image => "image",
        GpuLayer.Kubernetes => "Kubernetes",
        _ => layer.ToString().ToLowerInvariant(),
    };

    internal static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    /// <summary>What a step costs, where it costs something.</summary>
    internal static string? Risk(RemedyRisk risk) => risk switch
    {
        RemedyRisk.Engine => "restarts the engine",
        RemedyRisk.Reboot => "restarts the machine",
        _ => null,
    };

    /// <summary>What was not looked at, by the finding that stands before it.</summary>
    internal static IEnumerable<string> Stopped(HostReport report) => report.Stopped.GroupBy(layer => layer.Because.Check.Id, StringComparer.Ordinal)
        .Select(group => $"{string.Join(", ", group.Select(layer => Layer(layer.Layer)))}, since {group.Key} stands before {(group.Count() == 1 ? "it" : "them")}");

    /// <summary>What could not be told, by the reason.</summary>
    internal static IEnumerable<string> Unknown(HostReport report) => report.Unknown.GroupBy(check => check.Because, StringComparer.Ordinal)
        .Select(group => $"{string.Join(", ", group.Select(check => check.Check.Id))}, since {group.Key}");

    /// <summary>What it was all about, in one sentence.</summary>
    internal static string Looked(HostReport report) =>
        $"Looked at {Count(report.Looked.Files, "path")} and {Count(report.Looked.Commands, "command")}: {Count(report.Passed.Length, "check")} found nothing, {Count(report.Findings.Length, "finding")}, {report.Unknown.Length} not known.";

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
