#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#pragma warning disable RS0030 // a script's own place is the console

// Holds a scan against the known image references of a repository:
//   dotnet run tests/corpora/score.cs -- TRUTH.json CHECKOUT [SCAN.json] [TRUTH.json CHECKOUT [SCAN.json] …]
// TRUTH.json names each reference by file, line and canonical name; CHECKOUT is the repository at that commit. Without SCAN.json the
// checkout is scanned now. Several repositories are also scored together.
using System.Diagnostics;
using System.Text.Json.Nodes;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: dotnet run tests/corpora/score.cs -- TRUTH.json CHECKOUT [SCAN.json] …");
    return 2;
}

Score all = new("all");
for (var i = 0; i + 1 < args.Length;)
{
    var (truth, checkout) = (args[i], args[i + 1]);
    i += 2;
    var scan = i < args.Length && args[i].EndsWith(".json", StringComparison.Ordinal) && i + 1 >= args.Length | !IsPair(i) ? File.ReadAllText(args[i++]) : Scan(checkout);
    Score one = new(Path.GetFileNameWithoutExtension(truth));
    one.Add(JsonNode.Parse(File.ReadAllText(truth))!, JsonNode.Parse(scan)!);
    one.Print();
    all.Add(one);
}

if (all.Repositories > 1) all.Print();
return all.Passes ? 0 : 1;

// A pair begins with a truth and a folder; a scan stands alone between pairs.
bool IsPair(int at) => at + 1 < args.Length && Directory.Exists(args[at + 1]);

static string Scan(string checkout)
{
    ProcessStartInfo start = new("dotnet", ["run", "--project", "src/Archway.Cli", "--", "scan", checkout, "--offline", "--format", "json"]) { RedirectStandardOutput = true };
    using var process = Process.Start(start)!;
    var text = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode < 2 ? text : throw new InvalidOperationException($"archway scan {checkout} exited {process.ExitCode}");
}

/// <summary>How well a scan finds what is known to be there.</summary>
sealed class Score(string name)
{
    private readonly List<string> _lines = [];
    private (int Found, int Of) _distinct, _precise, _placed, _placedRight, _unresolved;

    internal int Repositories { get; private set; }

    internal bool Passes => Share(_distinct) >= 0.99 && Share(_precise) >= 0.98 && Share(_placed) >= 0.98 && Share(_placedRight) >= 0.97;

    internal void Add(JsonNode truth, JsonNode scan)
    {
        Repositories++;
        Known[] known = [.. truth["refs"]!.AsArray().Select(Known.Of)];
        Known[] found = [.. scan["occurrences"]!.AsArray().Select(Known.OfScan)];
        var core = known.Where(known => known is { IsCore: true, Image: not null }).Select(known => known.Image!).ToHashSet();
        var any = known.Select(known => known.Image).OfType<string>().ToHashSet();
        var said = found.Select(found => found.Image).OfType<string>().ToHashSet();

        Count(ref _distinct, core, said.Contains, "missed image   ");
        Count(ref _precise, said, any.Contains, "extra image    ");
        Count(ref _placed, known.Where(known => known is { IsCore: true, Image: not null }), known => found.Any(known.IsAt), "missed place   ");
        Count(ref _placedRight, found.Where(found => found.Image is not null), found => known.Any(known => known.IsAt(found)), "extra place    ");
        Count(ref _unresolved, known.Where(known => known is { IsCore: true, Image: null }), known => found.Any(known.IsAt), "lost unresolved");
    }

    internal void Add(Score other)
    {
        Repositories += other.Repositories;
        Add(ref _distinct, other._distinct);
        Add(ref _precise, other._precise);
        Add(ref _placed, other._placed);
        Add(ref _placedRight, other._placedRight);
        Add(ref _unresolved, other._unresolved);
    }

    internal void Print()
    {
        Console.WriteLine(name);
        foreach (var line in _lines) Console.WriteLine($"  {line}");
        Line("recall of images", _distinct);
        Line("precision of images", _precise);
        Line("recall of places", _placed);
        Line("precision of places", _placedRight);
        Line("unresolved, reported", _unresolved);
        Console.WriteLine();
    }

    private static void Line(string what, (int Found, int Of) count) => Console.WriteLine($"  {what,-22}{Share(count):0.0000}  {count.Found}/{count.Of}");

    private static double Share((int Found, int Of) count) => count.Of == 0 ? 1 : (double)count.Found / count.Of;

    private static void Add(ref (int Found, int Of) sum, (int Found, int Of) part) => sum = (sum.Found + part.Found, sum.Of + part.Of);

    private void Count<T>(ref (int Found, int Of) count, IEnumerable<T> items, Func<T, bool> isFound, string otherwise)
    {
        foreach (var item in items)
        {
            var found = isFound(item);
            Add(ref count, (found ? 1 : 0, 1));
            if (!found) _lines.Add($"{otherwise} {item}");
        }
    }
}

/// <summary>One reference: where it stands and which image it is.</summary>
sealed record Known(string File, int Line, string? Image, string Kind, bool IsCore)
{
    internal static Known Of(JsonNode? node) => new(
        (string)node!["file"]!, (int)node["line"]!, (string?)node["canonical"], (string)node["kind"]!, (string?)node["tier"] == "core");

    internal static Known OfScan(JsonNode? node) => new((string)node!["file"]!, (int)node["line"]!, (string?)node["image"], (string)node["kind"]!, false);

    // A kustomization's entry has several lines, and any of them may be taken for its place.
    internal bool IsAt(Known other) =>
        (File, Image) == (other.File, other.Image) && Math.Abs(Line - other.Line) <= (Kind.StartsWith("kustomize", StringComparison.OrdinalIgnoreCase) ? 2 : 0);

    public override string ToString() => $"{File}:{Line} {Image ?? "(unresolved)"} [{Kind}]";
}
