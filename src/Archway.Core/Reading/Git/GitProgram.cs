using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Archway.Reading.Git;

/// <summary>The git program, asked questions about a repository that nobody vouches for.</summary>
/// <remarks>
/// A repository's own <c>.git/config</c> may name programs. Only commands are asked that compare no contents (text conversion, diff programs) and
/// no other repositories (transports, submodules), and what would be started all the same, a file system monitor, hooks and filters, is switched
/// off: what stands on the command line and in the environment outranks every file. Nothing is written, and nobody is prompted.
/// </remarks>
internal sealed class GitProgram
{
    private const int LongestOutput = 64 * 1024 * 1024;
    private const int MostFilterSettings = 1000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string[] Precautions =
    [
        "--no-pager", "--no-optional-locks", "--no-replace-objects", "--literal-pathspecs",
        "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.untrackedCache=false", "-c", "core.attributesFile=/dev/null",
        "-c", "submodule.recurse=false", "-c", "safe.bareRepository=explicit",
    ];

    // Where the user's own configuration stands; everything else of that name would move the repository from under the target.
    private static readonly string[] KeptVariables = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES"];

    private readonly string _file;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private string[] _filterSettings = [];

    private GitProgram(string file, string folder, TimeProvider time) => (_file, _folder, _time) = (file, folder, time);

    /// <summary>The program on an absolute entry of PATH, to be run in a folder; null when there is none.</summary>
    internal static GitProgram? Find(string? searchPath, string folder, TimeProvider time) =>
        (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(place => Path.Combine(place, OperatingSystem.IsWindows() ? "git.exe" : "git"))
            .FirstOrDefault(File.Exists) is { } file ? new(file, folder, time) : null;

    /// <summary>Switches off the filters that any configuration names.</summary>
    /// <remarks>Where a file is as new as the index git compares contents all the same, as the filter makes them.</remarks>
    internal async Task SwitchOffFiltersAsync(CancellationToken cancellationToken)
    {
        var names = (await RunAsync(["config", "--list", "--name-only", "-z"], cancellationToken)).Output.Split('\0');
        _filterSettings = [.. names.Where(name => name.StartsWith("filter.", StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.Ordinal)];
        // Of such a name the bytes are lost, and so it could not be said again.
        if (_filterSettings.Any(name => name.Contains('\uFFFD', StringComparison.Ordinal)))
            throw new GitException("its configuration names a filter in bytes that are no UTF-8");
        if (_filterSettings.Length > MostFilterSettings) throw new GitException($"its configuration has more than {MostFilterSettings} settings of filters");
    }

    /// <summary>Runs one command to its end.</summary>
    /// <exception cref="GitException">It could not be started, took too long, or wrote too much.</exception>
    internal async Task<GitAnswer> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timer = new(Limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        Process? process = null;
        try
        {
            process = Process.Start(StartOf(arguments)) ?? throw new GitException("git could not be started");
            using var ends = cancellationToken.Register(() => End(process));
            process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput.BaseStream, either.Token);
            var error = ReadAsync(process.StandardError.BaseStream, either.Token);
            await Task.WhenAll(output, error);
            await process.WaitForExitAsync(either.Token);
            return new(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GitException($"git {arguments[0]} did not end within {Limit.TotalSeconds:0} s");
        }
        catch (Exception fault) when (fault is Win32Exception or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new GitException($"git could not be run: {fault.Message}");
        }
        finally
        {
            End(process);
            process?.Dispose();
        }
    }

    private ProcessStartInfo StartOf(string[] arguments)
    {
        ProcessStartInfo start = new(_file, [.. Precautions, .. arguments])
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var gits = start.Environment.Keys.Where(name => name.StartsWith("GIT_", StringComparison.OrdinalIgnoreCase)).ToArray();
        foreach (var name in gits.Except(KeptVariables)) start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        // A partial clone would fetch what it lacks, by programs that its configuration names.
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        start.Environment["GIT_ALLOW_PROTOCOL"] = "none";
        start.Environment["GIT_CONFIG_COUNT"] = _filterSettings.Length.ToString(CultureInfo.InvariantCulture);
        foreach (var (i, name) in _filterSettings.Index())
        {
            start.Environment[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_KEY_{i}")] = name;
            // No program, and not needed either.
            var isNeed = name.EndsWith(".required", StringComparison.OrdinalIgnoreCase);
            start.Environment[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_VALUE_{i}")] = isNeed ? "false" : "";
        }

        return start;
    }

    private static async Task<string> ReadAsync(Stream output, CancellationToken cancellationToken)
    {
        using MemoryStream kept = new();
        var buffer = new byte[64 * 1024];
        while (await output.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (kept.Length + count > LongestOutput) throw new GitException($"git wrote more than {LongestOutput} bytes");
            kept.Write(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }

    private static void End(Process? process)
    {
        if (process is null) return;
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception)
        {
            // It ended by itself in between.
        }
    }
}
