using System.ComponentModel;
using System.Diagnostics;

namespace Archway.Oci.Programs;

/// <summary>A program that works for long and tells how far it is, line by line, on both its outputs.</summary>
internal static class StreamedProgram
{
    private const int LongestLine = 4096;

    /// <summary>Runs a program to its end; when the run is stopped, so is the program and all that it started.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="arguments">The arguments, each as it is: no shell reads them.</param>
    /// <param name="folder">The folder it is started in.</param>
    /// <param name="heard">Told each line, from any thread, cut where it is very long.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its exit code; null where the system could not start it.</returns>
    internal static async Task<int?> RunAsync(
        string file, IReadOnlyList<string> arguments, string folder, Action<string> heard, CancellationToken cancellationToken)
    {
        var start = ProgramGroup.Start(file, arguments);
        (start.UseShellExecute, start.CreateNoWindow, start.WorkingDirectory) = (false, true, folder);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        Process? process = null;
        try
        {
            process = Process.Start(start);
            if (process is null) return null;
            process.StandardInput.Close();
            var running = process;
            using var ends = cancellationToken.Register(() => ProgramGroup.End(running));
            await Task.WhenAll(PassAsync(process.StandardOutput, heard, cancellationToken), PassAsync(process.StandardError, heard, cancellationToken)).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            return null;
        }
        finally
        {
            if (process is not null) ProgramGroup.End(process);
            process?.Dispose();
        }
    }

    private static async Task PassAsync(StreamReader output, Action<string> heard, CancellationToken cancellationToken)
    {
        // A line without end is told in pieces.
        var piece = new char[LongestLine];
        var held = 0;
        while (await output.ReadAsync(piece.AsMemory(held), cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            held += count;
            var begin = 0;
            while (piece.AsSpan(begin, held - begin).IndexOfAny('\n', '\r') is >= 0 and var length)
            {
                if (length > 0) heard(new(piece, begin, length));
                begin += length + 1;
            }

            piece.AsSpan(begin, held - begin).CopyTo(piece);
            held -= begin;
            if (held < piece.Length) continue;
            heard(new(piece, 0, held));
            held = 0;
        }

        if (held > 0) heard(new(piece, 0, held));
    }
}
