using System.Collections;
using System.Globalization;
using System.Text;
using Archway.Oci.Programs;

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

    private readonly ExternalProgram _program;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private string[] _filterSettings = [];

    private GitProgram(ExternalProgram program, string folder, TimeProvider time) => (_program, _folder, _time) = (program, folder, time);

    /// <summary>The program on an absolute entry of PATH, to be run in a folder; null when there is none.</summary>
    internal static GitProgram? Find(string? searchPath, string folder, TimeProvider time) =>
        ExternalProgram.Find("git", searchPath) is { } program ? new(program, folder, time) : null;

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
        ProgramCall call = new()
        {
            Arguments = [.. Precautions, .. arguments],
            Environment = Environment(),
            WorkingFolder = _folder,
            Limit = Limit,
            MostOutput = LongestOutput,
        };
        var answer = await _program.RunAsync(call, _time, cancellationToken);
        return answer.End switch
        {
            ProgramEnd.Exited => new(answer.ExitCode, Encoding.UTF8.GetString(answer.Output), Encoding.UTF8.GetString(answer.Error)),
            ProgramEnd.TooSlow => throw new GitException($"git {arguments[0]} did not end within {Limit.TotalSeconds:0} s"),
            ProgramEnd.TooMuch => throw new GitException($"git wrote more than {LongestOutput} bytes"),
            _ => throw new GitException("git could not be run"),
        };
    }

    private Dictionary<string, string> Environment()
    {
        Dictionary<string, string> environment = new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (!name.StartsWith("GIT_", StringComparison.OrdinalIgnoreCase) || KeptVariables.Contains(name)) environment[name] = (string?)variable.Value ?? "";
        }

        environment["LC_ALL"] = "C";
        environment["GIT_TERMINAL_PROMPT"] = "0";
        // A partial clone would fetch what it lacks, by programs that its configuration names.
        environment["GIT_NO_LAZY_FETCH"] = "1";
        environment["GIT_ALLOW_PROTOCOL"] = "none";
        environment["GIT_CONFIG_COUNT"] = _filterSettings.Length.ToString(CultureInfo.InvariantCulture);
        foreach (var (i, name) in _filterSettings.Index())
        {
            environment[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_KEY_{i}")] = name;
            // No program, and not needed either.
            var isNeed = name.EndsWith(".required", StringComparison.OrdinalIgnoreCase);
            environment[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_VALUE_{i}")] = isNeed ? "false" : "";
        }

        return environment;
    }
}
