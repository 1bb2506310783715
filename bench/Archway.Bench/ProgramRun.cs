using System.Diagnostics;
using System.Globalization;

namespace Archway.Bench;

/// <summary>A program that was run to its end.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="PeakBytes">The most memory it held, where that was watched.</param>
internal sealed record ProgramRun(int ExitCode, string Output, long PeakBytes)
{
    /// <summary>Runs a program.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal static ProgramRun Of(ProcessStartInfo start, string input = "", bool watchesMemory = false)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var peak = 0L;
        while (watchesMemory && !process.WaitForExit(TimeSpan.FromMilliseconds(1))) peak = Math.Max(peak, PeakOf(process.Id));
        process.WaitForExit();
        var told = error.GetAwaiter().GetResult();
        return process.ExitCode == 0
            ? new(0, output.GetAwaiter().GetResult(), peak)
            : throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} answered {process.ExitCode}: {told}");
    }

    /// <summary>A program of this machine; null where it is not installed.</summary>
    internal static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    // The kernel keeps the peak itself, so that only what grew since the last look, within a millisecond of the end, is missed.
    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line.AsSpan()["VmHWM:".Length..^" kB".Length], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
