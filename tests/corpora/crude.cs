#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#pragma warning disable RS0030 // a script's own place is the console

// Holds what scan lists against what a crude grep finds, line by line:
//   dotnet run tests/corpora/crude.cs -- CHECKOUT [CHECKOUT …]
// Each line of grep -rE 'image:|FROM |--from' that scan does not list is put under the first reason that fits; what fits none is printed.
using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run tests/corpora/crude.cs -- CHECKOUT [CHECKOUT …]");
    return 2;
}

Comparison all = new("all");
foreach (var checkout in args)
{
    Comparison one = new(Path.GetFileName(Path.TrimEndingDirectorySeparator(checkout)));
    one.Add(checkout, JsonNode.Parse(Run("dotnet", ["run", "--project", "src/Archway.Cli", "--", "scan", checkout, "--offline", "--format", "json", "--quiet"], most: 1))!,
        Run("grep", ["-rnIE", "image:|FROM |--from", ".", "--exclude-dir=.git"], most: 1, checkout));
    one.Print();
    all.Add(one);
}

if (args.Length > 1) all.Print();
return 0;

static string Run(string program, string[] arguments, int most, string? folder = null)
{
    ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, WorkingDirectory = folder ?? "" };
    using var process = Process.Start(start)!;
    var text = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode <= most ? text : throw new InvalidOperationException($"{program} exited {process.ExitCode}");
}

/// <summary>How what scan lists and what grep finds differ.</summary>
sealed partial class Comparison(string name)
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _left = [];

    internal void Add(string checkout, JsonNode scan, string grep)
    {
        var places = scan["occurrences"]!.AsArray().ToLookup(place => ((string)place!["file"]!, (int)place["line"]!), place => (string)place!["kind"]!);
        HashSet<(string, int)> met = [];
        Dictionary<string, string[]> files = [];
        foreach (var hit in grep.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Hit().Match(line)).Where(hit => hit.Success))
        {
            var (file, line, text) = (hit.Groups["file"].Value, int.Parse(hit.Groups["line"].Value), hit.Groups["text"].Value);
            if (places.Contains((file, line)) && met.Add((file, line))) Count("1 both");
            else if (!places.Contains((file, line)))
            {
                if (!files.TryGetValue(file, out var lines)) files[file] = lines = File.ReadAllLines(Path.Combine(checkout, file));
                var reason = Reasons.For(file, lines, line, text, (at) => places.Contains((file, at)));
                Count(reason is null ? "4 grep only: no reason found" : $"3 grep only: {reason}");
                if (reason is null) _left.Add($"{file}:{line}: {text.Trim()}");
            }
        }

        foreach (var place in places.Where(place => !met.Contains(place.Key)))
            foreach (var kind in place) Count($"2 scan only: {kind}");
    }

    internal void Add(Comparison other)
    {
        foreach (var (what, count) in other._counts) Count(what, count);
    }

    internal void Print()
    {
        Console.WriteLine(name);
        foreach (var line in _left) Console.WriteLine($"  ? {(line.Length > 180 ? line[..180] + "…" : line)}");
        foreach (var (what, count) in _counts) Console.WriteLine($"  {count,6}  {what[2..]}");
        Console.WriteLine();
    }

    private void Count(string what, int count = 1) => _counts[what] = _counts.GetValueOrDefault(what) + count;

    [GeneratedRegex("^\\./(?<file>[^:]+):(?<line>[0-9]+):(?<text>.*)$")]
    private static partial Regex Hit();
}

/// <summary>Why a line that grep finds names no image, or none that runs.</summary>
static partial class Reasons
{
    private static readonly string[] Prose = [".md", ".mdx", ".rst", ".adoc", ".txt", ".html", ".svg", ".css", ".scss", ".po", ".csv", ".svg", ".ipynb"];

    private static readonly string[] Code =
    [
        ".go", ".py", ".js", ".ts", ".tsx", ".jsx", ".mjs", ".vue", ".java", ".kt", ".cs", ".rb", ".php", ".c", ".h", ".cpp", ".rs", ".sql", ".proto", ".dart", ".scala", ".hbs", ".tmpl",
        ".pl", ".lua", ".ex", ".swift", ".bicep", ".snap", ".jsonnet", ".libsonnet", ".lock", ".sum", ".log", ".diff", ".patch", ".golden", ".cue", ".star", ".gotmpl", ".graphql",
    ];

    internal static string? For(string file, string[] lines, int line, string text, Func<int, bool> isPlace)
    {
        var ending = Path.GetExtension(file).ToLowerInvariant();
        var trimmed = text.Trim();
        if (Prose.Contains(ending)) return "text for people";
        if (Code.Contains(ending)) return "source of a program, or of another template language";
        if (trimmed.StartsWith('#') || trimmed.StartsWith("//") || trimmed.StartsWith("<!--") || trimmed.StartsWith("{{/*") || trimmed.StartsWith('*')) return "a comment";
        if (IsScript(file, lines)) return "a shell script or Makefile";
        if (FromOption().IsMatch(text) && !text.Contains("image:")) return "--from of another program (--from-file, --from-literal …)";
        if (FromStage().Match(text) is { Success: true } from && IsStage(lines, from.Groups["name"].Value)) return "FROM scratch, or a stage or a number";
        if (Key().Match(text) is not { Success: true } key) return text.Contains("FROM ") && !FromStage().IsMatch(text) ? "the word FROM in a text" : null;
        var value = key.Groups["value"].Value.Trim();
        if (!key.Groups["name"].Value.EndsWith("image", StringComparison.OrdinalIgnoreCase)) return "another key, which ends in image:";
        if (value.Length == 0 || value.StartsWith('#')) return HasPlaceBelow(lines, line, isPlace) ? "a mapping, whose parts scan lists" : IsSchema(lines) ? "a field of a schema" : "a key without a value";
        if (IsSchema(lines)) return "a field of a schema";
        if (value is "{}" or "\"\"" or "''" or "null" or "~" || value.StartsWith("\"\" ") || value.StartsWith("'' ")) return "an empty value";
        if (value is ['|' or '>', ..]) return "a text of several lines";
        if (file.Contains("templates/", StringComparison.Ordinal) && value.Contains("{{", StringComparison.Ordinal)) return "a Helm template that takes it from values";
        return null;
    }

    private static bool IsScript(string file, string[] lines) =>
        Path.GetExtension(file) is ".sh" or ".bash" or ".mk" or ".ps1" or ".bat" || Path.GetFileName(file).StartsWith("Makefile", StringComparison.Ordinal)
        || (lines.Length > 0 && lines[0].StartsWith("#!", StringComparison.Ordinal));

    private static bool IsStage(string[] lines, string name) =>
        name == "scratch" || name.All(char.IsAsciiDigit)
        || lines.Any(line => Stage().Match(line) is { Success: true } stage && stage.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsSchema(string[] lines) => lines.Any(line => line.Contains("openAPIV3Schema", StringComparison.Ordinal) || line.Contains("\"$schema\"", StringComparison.Ordinal));

    private static bool HasPlaceBelow(string[] lines, int line, Func<int, bool> isPlace)
    {
        var indent = Indent(lines[line - 1]);
        for (var below = line + 1; below <= lines.Length; below++)
        {
            if (string.IsNullOrWhiteSpace(lines[below - 1])) continue;
            if (Indent(lines[below - 1]) <= indent) return false;
            if (isPlace(below)) return true;
        }

        return false;
    }

    private static int Indent(string line) => line.Length - line.TrimStart(' ', '-').Length;

    [GeneratedRegex("--from-[a-z]|--from(?![=\\w-])")]
    private static partial Regex FromOption();

    [GeneratedRegex("(?i)^\\s*(?:FROM\\s+(?:--platform=\\S+\\s+)?|COPY\\s.*--from=|ADD\\s.*--from=|RUN\\s.*from=)(?<name>[^\\s,]+)")]
    private static partial Regex FromStage();

    [GeneratedRegex("(?i)^\\s*FROM\\s.*\\sAS\\s+(?<name>\\S+)")]
    private static partial Regex Stage();

    [GeneratedRegex("(?<name>[\\w.-]*image)[\"']?:(?<value>.*)$")]
    private static partial Regex Key();
}
