using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Archway.Gpu.Hosts;

/// <summary>Those of the engines and drivers' services that run; of all other programs nothing is kept.</summary>
internal static class HostProcesses
{
    // What all systems of Linux count a second in, for programs that ask: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    private const int TicksASecond = 100;
    private const int Most = 32;
    private const int MostText = 64 * 1024;

    /// <summary>What a root's <c>/proc</c> tells.</summary>
    internal static ImmutableArray<HostProcess> In(HostRoot root, CancellationToken cancellationToken)
    {
        List<HostProcess> found = [];
        var booted = Text(root, "/proc/stat")?.Split('\n').FirstOrDefault(line => line.StartsWith("btime ", StringComparison.Ordinal)) is { } line
            && long.TryParse(line[6..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : (long?)null;
        foreach (var name in root.Names("/proc") ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || Text(root, $"/proc/{name}/comm")?.Trim() is not { } command
                || !HostPlan.Processes.Contains(command) || found.Count == Most) continue;
            found.Add(new(command, id, Started(root, name, booted), Options(Text(root, $"/proc/{name}/cmdline"))));
        }

        return [.. found];
    }

    // Behind the name, which may hold anything, the twentieth number is the time of the start.
    private static long? Started(HostRoot root, string id, long? booted) =>
        booted is { } since && Text(root, $"/proc/{id}/stat") is { } stat && stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 19 } numbers
            && long.TryParse(numbers[19], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? since + (ticks / TicksASecond) : null;

    private static ImmutableArray<string> Options(string? line)
    {
        if (line is null) return [];
        var words = line.Split('\0');
        List<string> kept = [];
        for (var i = 1; i < words.Length; i++)
        {
            var option = words[i].Split('=', 2);
            if (!HostPlan.ProcessOptions.Contains(option[0])) continue;
            if (option.Length == 2) kept.Add($"{option[0]}={option[1]}");
            else if (i + 1 < words.Length) kept.Add($"{option[0]}={words[i + 1]}");
        }

        return [.. kept.Where(word => word.Length < 1024)];
    }

    private static string? Text(HostRoot root, string path) =>
        root.Find(path) is { Kind: EntryKind.File } file && root.Read(file, MostText).Bytes is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
}
