using System.Text;
using System.Text.RegularExpressions;
using Archway.Oci.Programs;

namespace Archway.Rendering;

/// <summary>A program that renders, held to its bounds and cut off from all that is the user's.</summary>
internal static partial class RenderProgram
{
    private const int MostOutput = 32 * 1024 * 1024;
    private const long MostMemory = 2L * 1024 * 1024 * 1024;
    private const int LongestSentence = 400;

    // Nobody listens there, so what asks for the network in a way unknown here fails at once.
    private const string NoProxy = "http://127.0.0.1:1";
    private static readonly string[] Proxies = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"];
    private static readonly string[] ForNetwork = [.. Proxies, "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <summary>Runs the program in the folder and gives what it wrote.</summary>
    /// <exception cref="NotRenderedException">It did not end well.</exception>
    internal static async Task<byte[]> RunAsync(
        ExternalProgram program, IReadOnlyList<string> arguments, WorkFolder work, RenderingOptions options, CancellationToken cancellationToken)
    {
        ProgramCall call = new()
        {
            Arguments = arguments,
            Environment = Environment(work, options),
            WorkingFolder = work.Source,
            Limit = options.Limit,
            MostOutput = MostOutput,
            MostMemory = MostMemory,
        };
        var answer = await program.RunAsync(call, options.Time, cancellationToken);
        return answer switch
        {
            { End: ProgramEnd.NotStarted } => throw new NotRenderedException($"{program.Name} could not be run"),
            { End: ProgramEnd.TooSlow } => throw new NotRenderedException($"{program.Name} did not end within {options.Limit.TotalSeconds:0} s"),
            { End: ProgramEnd.TooMuch } => throw new NotRenderedException($"{program.Name} wrote more than {MostOutput / (1024 * 1024)} MiB"),
            { End: ProgramEnd.TooLarge } => throw new NotRenderedException($"{program.Name} took more than {MostMemory / (1024 * 1024 * 1024)} GiB of memory"),
            { ExitCode: 0 } => answer.Output,
            _ => throw new NotRenderedException($"{program.Name} failed: {Sentence(answer.Error, work) ?? $"its exit code is {answer.ExitCode}"}"),
        };
    }

    private static Dictionary<string, string> Environment(WorkFolder work, RenderingOptions options)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["HOME"] = work.Home,
            ["USERPROFILE"] = work.Home,
            ["XDG_CONFIG_HOME"] = Path.Combine(work.Home, "config"),
            ["XDG_CACHE_HOME"] = Path.Combine(work.Home, "cache"),
            ["XDG_DATA_HOME"] = Path.Combine(work.Home, "data"),
            ["HELM_CONFIG_HOME"] = Path.Combine(work.Home, "config", "helm"),
            ["HELM_CACHE_HOME"] = Path.Combine(work.Home, "cache", "helm"),
            ["HELM_DATA_HOME"] = Path.Combine(work.Home, "data", "helm"),
            ["HELM_PLUGINS"] = work.Empty,
            ["KUBECONFIG"] = Path.Combine(work.Home, "no-kubeconfig"),
            ["TMPDIR"] = work.Temporary,
            ["TMP"] = work.Temporary,
            ["TEMP"] = work.Temporary,
            ["NO_COLOR"] = "1",
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_ALLOW_PROTOCOL"] = options.AllowsNetwork ? "https:ssh" : "none",
            ["PATH"] = work.Empty,
        };
        // Without it no program of Windows opens a socket or a file's temporary name.
        if (options.Variable("SystemRoot") is { Length: > 0 } system) environment["SystemRoot"] = system;
        if (!options.AllowsNetwork)
        {
            foreach (var name in Proxies) environment[name] = NoProxy;
            return environment;
        }

        // git is what fetches a remote base.
        environment["PATH"] = options.Variable("PATH") ?? "";
        foreach (var name in ForNetwork)
            if (options.Variable(name) is { Length: > 0 } value) environment[name] = value;
        return environment;
    }

    /// <summary>What the program says went wrong: its last line that is an error, else its last line.</summary>
    private static string? Sentence(byte[] error, WorkFolder work)
    {
        var lines = Encoding.UTF8.GetString(error).Split('\n').Select(line => Clean(line, work)).Where(line => line.Length > 0).ToArray();
        var line = lines.LastOrDefault(line => line.StartsWith("Error: ", StringComparison.OrdinalIgnoreCase)) ?? lines.LastOrDefault();
        if (line is null) return null;
        if (line.StartsWith("Error: ", StringComparison.OrdinalIgnoreCase)) line = line["Error: ".Length..];
        line = line.Trim('"').Replace("\\\"", "\"", StringComparison.Ordinal);
        return line.Length > LongestSentence ? line[..LongestSentence] + "…" : line;
    }

    private static string Clean(string line, WorkFolder work)
    {
        var seen = line.Replace(work.Source + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace(work.Source, ".", StringComparison.Ordinal);
        return string.Concat(Escape().Replace(seen, "").Where(c => !char.IsControl(c))).Trim();
    }

    // An escape sequence of a terminal, as ECMA-48 5.4 has it, and the time that kubectl's log puts before a line.
    [GeneratedRegex(
        @"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|^[EFWI]\d{4} [\d:.]+ +\d+ [\w.]+:\d+\] (?:""command failed"" err=)?",
        RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
