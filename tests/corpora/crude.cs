#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#pragma warning disable RS0030 // a script's own place is the console

// Holds what scan lists against what a crude grep finds, line by line; docs/comparison.md has what came of it:
//   dotnet run tests/corpora/crude.cs -- [--all] CHECKOUT [CHECKOUT …]
// Each line of grep -rE 'image:|FROM |--from' that scan does not list is put under the first reason that fits; what fits none is printed.
// --all prints each line with its reason, and each place that only scan lists.
using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

var checkouts = args.Where(argument => argument != "--all").ToArray();
if (checkouts.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run tests/corpora/crude.cs -- [--all] CHECKOUT [CHECKOUT …]");
    return 2;
}

Comparison all = new("all", printsAll: false);
foreach (var checkout in checkouts)
{
    Comparison one = new(Path.GetFileName(Path.TrimEndingDirectorySeparator(checkout)), args.Contains("--all"));
    var scan = Run("dotnet", ["run", "--project", "src/Archway.Cli", "--", "scan", checkout, "--offline", "--format", "json", "--quiet"], most: 1);
    one.Add(checkout, JsonNode.Parse(scan)!, Run("grep", ["-rnIE", "image:|FROM |--from", ".", "--exclude-dir=.git"], most: 1, checkout));
    one.Print();
    all.Add(one);
}

if (checkouts.Length > 1) all.Print();
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
sealed partial class Comparison(string name, bool printsAll)
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _lines = [];

    internal void Add(string checkout, JsonNode scan, string grep)
    {
        var places = scan["occurrences"]!.AsArray().ToLookup(place => ((string)place!["file"]!, (int)place["line"]!), place => (string)place!["kind"]!);
        var unparsed = scan["unparsed"]!.AsArray().Select(problem => (string)problem!["file"]!).ToHashSet();
        HashSet<(string, int)> met = [];
        Dictionary<string, string[]> files = [];
        foreach (var hit in grep.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Hit().Match(line)).Where(hit => hit.Success))
        {
            var (file, number) = (hit.Groups["file"].Value, int.Parse(hit.Groups["line"].Value));
            if (places.Contains((file, number)))
            {
                met.Add((file, number));
                Count("1 both");
                continue;
            }

            if (!files.TryGetValue(file, out var lines)) files[file] = lines = File.ReadAllLines(Path.Combine(checkout, file));
            GrepLine line = new(file, lines, number, at => places.Contains((file, at)), unparsed.Contains(file));
            var reason = Reasons.For(line);
            Count(reason is null ? "4 grep only: no reason found" : $"3 grep only: {reason}");
            if (reason is null || printsAll) _lines.Add($"{reason ?? "?"}\t{file}:{number}\t{line.Text}");
        }

        foreach (var place in places.Where(place => !met.Contains(place.Key)))
            foreach (var kind in place)
            {
                Count($"2 scan only: {kind}");
                if (printsAll) _lines.Add($"scan only: {kind}\t{place.Key.Item1}:{place.Key.Item2}");
            }
    }

    internal void Add(Comparison other)
    {
        foreach (var (what, count) in other._counts) Count(what, count);
    }

    internal void Print()
    {
        Console.WriteLine(name);
        foreach (var line in _lines) Console.WriteLine($"  {(line.Length > 200 ? line[..200] + "…" : line)}");
        foreach (var (what, count) in _counts) Console.WriteLine($"  {count,6}  {what[2..]}");
        Console.WriteLine();
    }

    private void Count(string what, int count = 1) => _counts[what] = _counts.GetValueOrDefault(what) + count;

    [GeneratedRegex("^\\./(?<file>[^:]+):(?<line>[0-9]+):")]
    private static partial Regex Hit();
}

/// <summary>A line that grep finds and scan does not list, and what stands around it.</summary>
sealed partial class GrepLine(string file, string[] lines, int number, Func<int, bool> isPlace, bool isUnparsed)
{
    internal string File => file;
    internal string Name { get; } = Path.GetFileName(file);

    internal string Ending { get; } = Path.GetExtension(file).ToLowerInvariant();

    internal string[] Lines => lines;

    internal string Text { get; } = lines[number - 1].Trim();

    /// <summary>Whether scan says of the file that it cannot read it.</summary>
    internal bool IsUnparsed => isUnparsed;

    internal bool IsData => Ending is ".yaml" or ".yml" or ".json";

    /// <summary>Whether the file's documents say what they are, as Kubernetes' do.</summary>
    internal bool SaysItsKind => HasLine("apiVersion:") || HasLine("kind:");

    internal bool HasLine(string beginning) => lines.Any(line => line.StartsWith(beginning, StringComparison.Ordinal));

    internal bool IsPlaceWhere(Regex fits) => Enumerable.Range(1, lines.Length).Any(line => isPlace(line) && fits.IsMatch(lines[line - 1]));

    internal bool HasPlaces => Enumerable.Range(1, lines.Length).Any(isPlace);

    internal bool HasPlaceBelow => Enumerable.Range(number + 1, lines.Length - number)
        .TakeWhile(below => string.IsNullOrWhiteSpace(lines[below - 1]) || Indent(lines[below - 1]) > Indent(lines[number - 1])).Any(isPlace);

    /// <summary>The keys under which the line stands, the nearest first.</summary>
    internal IEnumerable<string> Above
    {
        get
        {
            var indent = Indent(lines[number - 1]);
            for (var above = number - 1; above > 0 && indent > 0; above--)
            {
                var line = lines[above - 1];
                if (string.IsNullOrWhiteSpace(line) || line.TrimStart().StartsWith('#') || Indent(line) >= indent) continue;
                indent = Indent(line);
                if (KeyAlone().Match(line) is { Success: true } key) yield return key.Groups["name"].Value;
            }
        }
    }

    /// <summary>Where the line's key begins, behind the marks of a list.</summary>
    private static int Indent(string line) => line.Length - line.TrimStart(' ', '-').Length;

    [GeneratedRegex("^[\\s-]*[\"']?(?<name>[\\w.$/-]+)[\"']?:")]
    private static partial Regex KeyAlone();
}

/// <summary>Why a line that grep finds names no image, or none that runs.</summary>
static partial class Reasons
{
    private static readonly string[] Prose = [".md", ".mdx", ".rst", ".adoc", ".txt", ".html", ".svg", ".css", ".scss", ".map", ".po", ".csv", ".ipynb"];

    private static readonly string[] Code =
    [
        ".go", ".py", ".js", ".cjs", ".ts", ".tsx", ".jsx", ".mjs", ".vue", ".java", ".kt", ".cs", ".rb", ".php", ".c", ".h", ".cpp", ".rs", ".sql", ".proto",
        ".dart", ".scala", ".hbs", ".pl", ".lua", ".ex", ".swift", ".snap", ".jsonnet", ".libsonnet", ".lock", ".sum", ".log", ".diff", ".patch", ".golden",
        ".cue", ".star", ".graphql",
    ];

    internal static string? For(GrepLine line)
    {
        var text = line.Text;
        if (Prose.Contains(line.Ending)) return "text for people";
        if (IsScript(line)) return "a shell script or Makefile";
        if (Code.Contains(line.Ending) || IsProgram(line)) return "source of a program";
        if (text.StartsWith('#') || text.StartsWith("//") || text.StartsWith("* ")) return "a comment";
        if (line.IsUnparsed) return "a file that scan says it cannot read";
        if (FromOption().IsMatch(text) && !text.Contains("image:")) return "--from of another program";
        if (FromStage().Match(text) is { Success: true } from)
            return IsStage(line.Lines, from.Groups["name"].Value) ? "FROM scratch, a stage or its number" : null;
        if (text.Contains("FROM ") && !text.Contains("image:")) return "the word FROM in a text";
        if (Sentence().IsMatch(text)) return "the word image in a text";
        return Key().Match(text) is { Success: true } key ? ForKey(line, key.Groups["value"].Value.Trim()) : null;
    }

    private static string? ForKey(GrepLine line, string value)
    {
        var above = line.Above.ToArray();
        if (above.Any(key => key is "openAPIV3Schema" or "properties" or "definitions")) return "a field of a schema";
        if (line.SaysItsKind && above is [.., "status"]) return "under status:, what a controller reports";
        if (value.Length == 0 || value.StartsWith('#')) return line.HasPlaceBelow ? "a mapping, whose parts scan lists" : ForMapping(line);
        if (Alias().Match(value) is { Success: true } alias && line.IsPlaceWhere(new($"&{Regex.Escape(alias.Groups["name"].Value)}\\s")))
            return "an alias, whose anchor scan lists";
        if (value[0] is '|' or '>' && line.HasPlaceBelow) return "a text on the next line, which scan lists";
        if (line.File.Contains("templates/") && HelmValue().IsMatch(value)) return "a Helm template that takes it from values";
        if (line.File.StartsWith(".github/") && above is ["with", ..]) return "an input of an action";
        if (line.HasLine("apiVersion: skaffold/") && above is ["artifacts" or "requires" or "test" or "artifactOverrides", ..])
            return "the name of what Skaffold builds";
        return IsPieceOfSkaffold(line) ? "a piece of a Skaffold file, without its apiVersion" : null;
    }

    private static bool IsPieceOfSkaffold(GrepLine line)
    {
        var keys = line.Lines.Where(other => other.Length > 0 && other[0] is not ('#' or ' ' or '-')).Select(other => other.TrimEnd()).ToArray();
        return line.IsData && !line.HasPlaces && keys.Length > 0
            && keys.All(key => key is "metadata:" or "build:" or "test:" or "deploy:" or "manifests:" or "verify:" or "resourceSelector:" or "profiles:");
    }

    private static string? ForMapping(GrepLine line) =>
        line.IsData && !line.SaysItsKind && !line.HasPlaces && line.HasLine("schema-version:") ? "a document of OpenSearch's own format"
        : line.File.StartsWith(".github/workflows/") && line.Above.SequenceEqual(["jobs"]) ? "a job that is called image"
        : null;

    /// <summary>Whether the file's first line of code says so, whatever its name ends in: a test of Jenkins pipelines, a template of Go.</summary>
    private static bool IsProgram(GrepLine line) =>
        line.Name.StartsWith("Vagrantfile") || line.Lines.FirstOrDefault(other => Declaration().IsMatch(other))?.Split(' ')[0] is "package" or "import";

    private static bool IsScript(GrepLine line) =>
        line.Ending is ".sh" or ".bash" or ".mk" or ".ps1" or ".bat" || line.Name.StartsWith("Makefile")
        || (!line.IsData && line.Lines.Length > 0 && line.Lines[0].StartsWith("#!"));

    /// <summary>Whether a FROM names a stage of the same file; a variable in the name stands for any text.</summary>
    private static bool IsStage(string[] lines, string name)
    {
        Regex fits = new("^" + Variable().Replace(Regex.Escape(name).Replace("\\{", "{").Replace("\\$", "$"), ".*") + "$", RegexOptions.IgnoreCase);
        return name == "scratch" || name.All(char.IsAsciiDigit)
            || (!name.StartsWith('$') && lines.Any(line => Stage().Match(line) is { Success: true } stage && fits.IsMatch(stage.Groups["name"].Value)));
    }

    [GeneratedRegex("\\$(?:\\w+|\\{[^}]*\\})")]
    private static partial Regex Variable();

    [GeneratedRegex("^(?:package |import |FROM |ARG |[\\w-]+:)")]
    private static partial Regex Declaration();

    [GeneratedRegex("--from-[a-z]|--from(?![=\\w-])")]
    private static partial Regex FromOption();

    [GeneratedRegex("(?i)^\\s*(?:FROM\\s+(?:--platform=\\S+\\s+)?|COPY\\s.*--from=|ADD\\s.*--from=|RUN\\s.*from=)(?<name>[^\\s,]+)")]
    private static partial Regex FromStage();

    [GeneratedRegex("(?i)^\\s*FROM\\s.*\\sAS\\s+(?<name>\\S+)")]
    private static partial Regex Stage();

    // No key of YAML: other words stand before it on the line, or no space behind its colon.
    [GeneratedRegex("^[^{\\[]*?(?<![-?])\\s+[\"']?[\\w.-]*image:|^[^{\\[\"']*image:[^\\s\"']")]
    private static partial Regex Sentence();

    [GeneratedRegex("\\{\\{-?\\s*\\.Values\\.")]
    private static partial Regex HelmValue();

    [GeneratedRegex("^\\*(?<name>[^\\s]+)")]
    private static partial Regex Alias();

    [GeneratedRegex("(?<name>[\\w.-]*image)[\"']?:(?<value>.*)$")]
    private static partial Regex Key();
}
