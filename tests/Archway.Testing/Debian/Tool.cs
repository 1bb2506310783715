using System.Diagnostics;

namespace Archway.Testing.Debian;

/// <summary>A program of this machine that a test drives.</summary>
public static class Tool
{
    /// <summary>Whether all of them are on the path.</summary>
    public static bool AreHere(params string[] programs) => programs.All(program =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))));

    /// <summary>Runs a program to its end, with lines for it to read.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="ToolException">It failed.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string input, CancellationToken cancellationToken)
    {
        using StringWriter written = new();
        await StreamAsync(program, arguments,
            async into =>
            {
                await using StreamWriter writer = new(into);
                await writer.WriteAsync(input.AsMemory(), cancellationToken);
            },
            async from =>
            {
                using StreamReader reader = new(from);
                await written.WriteAsync((await reader.ReadToEndAsync(cancellationToken)).AsMemory(), cancellationToken);
            },
            cancellationToken);
        return written.ToString();
    }

    /// <summary>Runs a program to its end, feeding it and reading it at once.</summary>
    /// <exception cref="ToolException">It failed.</exception>
    public static async Task StreamAsync(
        string program, IEnumerable<string> arguments, Func<Stream, Task> feed, Func<Stream, Task> read, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // Messages are read here, and so are the words of readelf and file.
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var reading = read(process.StandardOutput.BaseStream);
        try
        {
            await using var into = process.StandardInput.BaseStream;
            await feed(into);
        }
        catch (IOException) when (process.HasExited)
        {
            // It ended before it had read everything; its exit code says whether that was right.
        }

        await reading;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new ToolException($"{program} {string.Join(' ', start.ArgumentList)} answered {process.ExitCode}: {await error}");
    }
}
