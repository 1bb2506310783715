using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;

namespace Archway.Gpu.Doctor.Facts;

/// <summary>A GPU as <c>nvidia-smi</c> tells of it; what it does not tell is null.</summary>
internal sealed record SmiGpu(string Index, string Uuid, string Name, string? Bus, string? Memory, DottedVersion? Capability, bool? IsPartitioned);

/// <summary>What <c>nvidia-smi</c> answered.</summary>
/// <param name="List">Its answer to <c>-L</c>; null where it was not asked.</param>
/// <param name="Gpus">The GPUs that it told.</param>
/// <param name="Partitions">The UUIDs of MIG devices.</param>
/// <param name="Brand">The brand that the driver gives them.</param>
internal sealed partial record SmiAnswer(HostCommand? List, ImmutableArray<SmiGpu> Gpus, ImmutableArray<string> Partitions, string? Brand)
{
    internal static SmiAnswer Of(HostSnapshot snapshot)
    {
        var list = snapshot.Command("nvidia-smi", "-L");
        var rows = snapshot.Commands.Where(command => command.Succeeded && command.Words is ["nvidia-smi", var query, ..] && query.StartsWith("--query-gpu=index,", StringComparison.Ordinal))
            .SelectMany(command => command.Output.Split('\n')).Select(Row).OfType<SmiGpu>().ToArray();
        SmiGpu[] listed = [.. (list?.Output ?? "").Split('\n').Select(line => Gpu().Match(line)).Where(match => match.Success)
            .Select(match => new SmiGpu(match.Groups[1].Value, match.Groups[3].Value, match.Groups[2].Value, null, null, null, null))];
        return new(list, [.. rows.Length > 0 ? rows : listed],
            [.. (list?.Output ?? "").Split('\n').Select(line => Partition().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)],
            snapshot.Command("nvidia-smi", "-q")?.Output.Split('\n').FirstOrDefault(line => line.Contains("Product Brand", StringComparison.Ordinal))?.Split(" : ", 2) is [_, var brand] ? brand.Trim() : null);
    }

    private static SmiGpu? Row(string line)
    {
        var cells = line.Split(',').Select(cell => cell.Trim()).ToArray();
        return cells.Length < 6 ? null : new(cells[0], cells[1], cells[2], Told(cells[4]), Told(cells[5]), cells.Length > 6 ? DottedVersion.Find(cells[6]) : null,
            cells.Length > 7 ? cells[7] switch { "Enabled" => true, "Disabled" => false, _ => null } : null);
    }

    private static string? Told(string cell) => cell.StartsWith('[') || cell is "N/A" or "ERR!" ? null : cell;

    [GeneratedRegex(@"^GPU (\d+): (.{1,200}) \(UUID: ([^)]{1,100})\)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Gpu();

    [GeneratedRegex(@"^\s+MIG .{1,200}\(UUID: (MIG-[^)]{1,100})\)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Partition();
}
