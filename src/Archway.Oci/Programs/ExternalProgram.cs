using System.ComponentModel;
using System.Diagnostics;

namespace Archway.Oci.Programs;

/// <summary>A program of this machine: found on an absolute entry of PATH, run without a shell, ended when its time is over.</summary>
internal sealed class ExternalProgram
{
    // Enough for the sentence that says what went wrong.
    private const int MostError = 64 * 1024;
    private static readonly TimeSpan LookAtMemory = TimeSpan.FromMilliseconds(200);

    private ExternalProgram(string name, string file) => (Name, File) = (name, file);

    /// <summary>Its name, as a person types it.</summary>
    internal string Name { get; }

    /// <summary>Its file.</summary>
    internal string File { get; }

    /// <summary>The program of that name, or null when it is not on the PATH; entries that are not absolute do not count.</summary>
    /// <param name="name">The name without the system's ending.</param>
    /// <param name="path">The variable <c>PATH</c>.</param>
    internal static ExternalProgram? Find(string name, string? path)
    {
        var file = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
            .FirstOrDefault(System.IO.File.Exists);
        return file is null ? null : new(name, file);
    }

    /// <summary>Runs the program to its end, or to the end of its bounds; then it is ended, and with it the programs it started.</summary>
    internal async Task<ProgramAnswer> RunAsync(ProgramCall call, TimeProvider time, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timer = new(call.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        Process? process = null;
        var isTooLarge = false;
        try
        {
            process = Process.Start(Start(call));
            if (process is null) return Ended(ProgramEnd.NotStarted);
            // Ended at once, since what ends the run may end this process before anything else goes on.
            using var ends = cancellationToken.Register(() => End(process));
            using var grows = Watch(process.Id, call.MostMemory, time, () =>
            {
                isTooLarge = true;
                End(process);
            });
            var output = ReadAsync(process.StandardOutput.BaseStream, call.MostOutput, either.Token);
            var error = ReadToEndAsync(process.StandardError.BaseStream, either.Token);
            await WriteAsync(process, call.Input, either.Token).ConfigureAwait(false);
            if (await output.ConfigureAwait(false) is not { } answer)
            {
                End(process);
                return Ended(ProgramEnd.TooMuch) with { Error = await error.ConfigureAwait(false) };
            }

            var said = await error.ConfigureAwait(false);
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            return isTooLarge ? Ended(ProgramEnd.TooLarge) : new(ProgramEnd.Exited, process.ExitCode, answer, said);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Ended(ProgramEnd.TooSlow);
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            // Ended under our hands, and not by itself.
            cancellationToken.ThrowIfCancellationRequested();
            return Ended(ProgramEnd.NotStarted);
        }
        finally
        {
            End(process);
            process?.Dispose();
        }
    }

    private static ProgramAnswer Ended(ProgramEnd end) => new(end, 0, [], []);

    private ProcessStartInfo Start(ProgramCall call)
    {
        ProcessStartInfo start = new(File, call.Arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = call.WorkingFolder ?? "",
        };
        if (call.Environment is { } environment)
        {
            start.Environment.Clear();
            foreach (var (name, value) in environment) start.Environment[name] = value;
        }

        return start;
    }

    private static ITimer? Watch(int process, long? most, TimeProvider time, Action end) => most is not { } bytes ? null : time.CreateTimer(_ =>
    {
        try
        {
            // An object of its own: that of the run is not made for two threads.
            using var seen = Process.GetProcessById(process);
            if (seen.WorkingSet64 > bytes) end();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It ended by itself in between.
        }
    }, state: null, LookAtMemory, LookAtMemory);

    private static async Task WriteAsync(Process process, string input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A program that knows its answer already need not read the question.
        }
    }

    /// <summary>The whole of a stream; null as soon as it has more than <paramref name="most"/> bytes.</summary>
    private static async Task<byte[]?> ReadAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        using MemoryStream kept = new();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            if (kept.Length + count > most) return null;
            kept.Write(buffer, 0, count);
        }

        return kept.ToArray();
    }

    // Read to its end, or the program would wait for a reader for ever.
    private static async Task<byte[]> ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        using MemoryStream kept = new();
        var buffer = new byte[4 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            kept.Write(buffer, 0, (int)Math.Min(count, MostError - kept.Length));
        return kept.ToArray();
    }

    private static void End(Process? process)
    {
        if (process is null) return;
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It ended by itself in between.
        }
    }
}
