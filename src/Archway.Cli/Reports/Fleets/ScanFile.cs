using System.Globalization;
using System.Text.RegularExpressions;
using Archway.Cli.Files;

namespace Archway.Cli.Reports.Fleets;

/// <summary>A file that may hold a saved scan: what it is of, and when it was taken.</summary>
/// <param name="Path">The file, as it is told.</param>
/// <param name="Of">What it is of: its place below what was named, without the date.</param>
/// <param name="At">The date in its name, or when it was written.</param>
/// <param name="IsNamed">Whether it was named itself, and has to be a scan.</param>
internal sealed partial record ScanFile(string Path, string Of, DateTimeOffset At, bool IsNamed)
{
    private const int DeepestFolder = 16;
    private static readonly string[] Forms = ["yyyyMMdd", "yyyyMMddHHmm", "yyyyMMddHHmmss"];

    /// <summary>The files of a command line: those named, and whatever is JSON in folders.</summary>
    /// <param name="names">The words.</param>
    /// <param name="most">How many files are looked at.</param>
    /// <param name="surroundings">Where they are.</param>
    /// <exception cref="CommandException">A folder cannot be read, or there are too many files.</exception>
    internal static IReadOnlyList<ScanFile> Among(string[] names, int most, Surroundings surroundings)
    {
        var now = surroundings.Time.GetUtcNow();
        var named = names.Where(name => name != "-").Select(name => (Name: name, Full: System.IO.Path.GetFullPath(name, surroundings.WorkingFolder))).DistinctBy(one => one.Full).ToArray();
        var files = named.Where(one => !Directory.Exists(one.Full)).ToArray();
        var common = CommonFolder([.. files.Select(one => one.Full)]);
        List<ScanFile> found = [.. names.Where(name => name == "-").Distinct().Select(name => new ScanFile(name, "standard input", now, IsNamed: true))];
        found.AddRange(files.Select(one => Read(one.Name, one.Full, common, isNamed: true, now)));
        foreach (var (name, full) in named.Where(one => Directory.Exists(one.Full)))
        {
            foreach (var file in In(name, full, most - found.Count)) found.Add(Read(System.IO.Path.Combine(name, System.IO.Path.GetRelativePath(full, file)), file, full, isNamed: false, now));
        }

        return found;
    }

    private static List<string> In(string name, string folder, int most)
    {
        try
        {
            EnumerationOptions all = new()
            {
                RecurseSubdirectories = true,
                MaxRecursionDepth = DeepestFolder,
                IgnoreInaccessible = false,
                AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
            };
            List<string> files = [.. Directory.EnumerateFiles(folder, "*.json", all).Take(most + 1)];
            if (files.Count > most) throw new CommandException($"there are more than {most} files in {name}; name folders that hold scans alone");
            files.Sort(StringComparer.Ordinal);
            return files;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"cannot read {name}: {FileProblem.Of(fault)}");
        }
    }

    private static ScanFile Read(string name, string full, string root, bool isNamed, DateTimeOffset now)
    {
        var below = System.IO.Path.GetRelativePath(root, full).Replace('\\', '/');
        if (below.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) below = below[..^5];
        DateTimeOffset? dated = null;
        // The innermost date counts: a folder of a year may hold files of days.
        var what = Date().Replace(below, match => DateIn(match) is { } at ? Took(at) : match.Value);
        what = Seams().Replace(what, "/").Trim('/', '-', '_', '.', ' ');
        if (what.Length == 0) what = System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(full)) is { Length: > 0 } folder ? folder : "scans";
        return new(name, what, dated ?? (File.Exists(full) ? new(File.GetLastWriteTimeUtc(full), TimeSpan.Zero) : now), isNamed);

        string Took(DateTimeOffset at)
        {
            dated = at;
            return "";
        }
    }

    private static DateTimeOffset? DateIn(Match match) => DateTimeOffset.TryParseExact(
        string.Concat(match.Value.Where(char.IsAsciiDigit)), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static string CommonFolder(string[] files)
    {
        if (files.Length == 0) return "/";
        var folder = System.IO.Path.GetDirectoryName(files[0])!;
        while (!Array.TrueForAll(files, file => file.StartsWith(folder.TrimEnd('/', '\\') + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)) && System.IO.Path.GetDirectoryName(folder) is { } above)
            folder = above;
        return folder;
    }

    // 2026-11-23, 20261123, 2026-11-23T03:46Z, 2026-11-23_0346.
    [GeneratedRegex(@"(?<![0-9])[0-9]{4}(-?)[0-9]{2}\1[0-9]{2}(?:[T_ -][0-9]{2}[:.-]?[0-9]{2}(?:[:.-]?[0-9]{2})?Z?)?(?![0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Date();

    // What a date leaves around it: shop-, -shop, an empty folder.
    [GeneratedRegex("[-_. ]*/+[-_. /]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Seams();
}
