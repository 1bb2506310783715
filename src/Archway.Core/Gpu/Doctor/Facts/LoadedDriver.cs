using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;

namespace Archway.Gpu.Doctor.Facts;

/// <summary>NVIDIA's kernel driver as it runs, by what it says of itself.</summary>
/// <param name="Version">Its version.</param>
/// <param name="IsOpen">Whether it is of the open modules.</param>
/// <param name="IsTegra">Whether it was built for a Jetson.</param>
/// <param name="Line">The line that says so.</param>
/// <param name="Models">What it calls each GPU that it has taken up, by the GPU's address.</param>
internal sealed partial record LoadedDriver(DottedVersion Version, bool IsOpen, bool IsTegra, string Line, ImmutableSortedDictionary<string, string> Models)
{
    internal const string File = "/proc/driver/nvidia/version";
    private const string Gpus = "/proc/driver/nvidia/gpus/";

    internal static LoadedDriver? Of(HostSnapshot snapshot)
    {
        if (snapshot.Text(File)?.Split('\n')[0] is not { } line || Banner().Match(line) is not { Success: true } match || DottedVersion.Find(match.Groups["version"].Value) is not { } version) return null;
        return new(version, match.Groups["open"].Success, line.Contains("buildbrain@mobile", StringComparison.Ordinal), line.Trim(), Named(snapshot));
    }

    private static ImmutableSortedDictionary<string, string> Named(HostSnapshot snapshot)
    {
        var models = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in snapshot.Entries)
            if (entry.Path.StartsWith(Gpus, StringComparison.Ordinal) && entry.Path.EndsWith("/information", StringComparison.Ordinal))
                models[entry.Path[Gpus.Length..^"/information".Length]] = Model().Match(entry.Text ?? "") is { Success: true } match ? match.Groups[1].Value.Trim() : "";
        return models.ToImmutable();
    }

    [GeneratedRegex(@"^NVRM version:\s+NVIDIA UNIX (?<open>Open )?(?:Kernel Module for )?(?:aarch64|x86_64|ppc64le)?.*?\s(?<version>\d{2,4}\.\d+(?:\.\d+)?)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Banner();

    [GeneratedRegex(@"(?m)^Model:[ \t]*(.{1,200})$", RegexOptions.CultureInvariant)]
    private static partial Regex Model();
}
