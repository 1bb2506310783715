using System.ComponentModel;
using System.Diagnostics;

namespace Archway.Oci.Programs;

/// <summary>A program of this machine: found on an absolute entry of PATH, run without a shell, ended when its time is over.</summary>
internal sealed class ExternalProgram
{
    // Enough for the sentence that says what went wrong.
    private const int MostError = 64 * 1024;
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);
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
            using var ends = cancellationToken.Register(() => ProgramGroup.End(process));
            using var grows = Watch(process.Id, call.MostMemory, time, () =>
            {
                isTooLarge = true;
                ProgramGroup.End(process);
            });
            ProgramOutput output = new(call.MostOutput), error = new(MostError);
            var answers = output.ReadAsync(process.StandardOutput.BaseStream, isWholeWanted: true, either.Token);
            // Read to its end, or the program would wait for a reader for ever.
            var says = error.ReadAsync(process.StandardError.BaseStream, isWholeWanted: false, either.Token);
            await WriteAsync(process, call.Input, either.Token).ConfigureAwait(false);
            var ended = process.WaitForExitAsync(either.Token);
            await Task.WhenAny(ended, answers).ConfigureAwait(false);
            if (output.IsTooMuch) ProgramGroup.End(process);
            await ended.ConfigureAwait(false);
            await FinishAsync(process, Task.WhenAll(answers, says), time, either.Token).ConfigureAwait(false);
            if (output.IsTooMuch) return Ended(ProgramEnd.TooMuch) with { Error = error.Kept };
            if (isTooLarge) return Ended(ProgramEnd.TooLarge);
            return ProgramGroup.CouldNotStart(process.ExitCode, error.Kept)
                ? Ended(ProgramEnd.NotStarted)
                : new(ProgramEnd.Exited, process.ExitCode, output.Kept, error.Kept);
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
            if (process is not null) ProgramGroup.End(process);
            process?.Dispose();
        }
    }

    /// <summary>Waits for the rest of what the program wrote; what it started may hold its outputs open, and is waited for no longer than a moment.</summary>
    private static async Task FinishAsync(Process process, Task outputs, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var patience = 0; patience < 2 && !outputs.IsCompleted; patience++)
        {
            if (patience > 0) ProgramGroup.End(process);
            await Task.WhenAny(outputs, Task.Delay(Grace, time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (outputs.IsCompleted) await outputs.ConfigureAwait(false);
    }

    private static ProgramAnswer Ended(ProgramEnd end) => new(end, 0, [], []);

    private ProcessStartInfo Start(ProgramCall call)
    {
        var start = ProgramGroup.Start(File, call.Arguments);
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = call.WorkingFolder ?? "";
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
}
