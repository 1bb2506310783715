using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Archway.Fuzz;

/// <summary>What targets begin with.</summary>
/// <remarks>Their own inputs, the cases, the example, the texts that tests read, and a folder of real files where one is named.</remarks>
internal static partial class SeedFiles
{
    private const int Longest = 16 * 1024;
    private const int MostOfFolder = 4000;

    internal static IEnumerable<byte[]> For(Target target, string folder)
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../.."));
        var files = Files(Path.Combine(root, "examples"));
        if (folder.Length > 0) files = files.Concat(Files(folder).Take(MostOfFolder));
        return Of(target)
            .Concat(CaseFiles.Of(target).Select(File.ReadAllBytes))
            .Concat(files.Select(file => target.SeedOf(file.Path, file.Content)).OfType<byte[]>())
            .Concat(TextsOfTests(Path.Combine(root, "tests")).Select(text => target.SeedOf("", Encoding.UTF8.GetBytes(text))).OfType<byte[]>());
    }

    /// <summary>The inputs that were made for a target.</summary>
    internal static IEnumerable<byte[]> Of(Target target)
    {
        var folder = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Seeds", target.Name);
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        return target.Seeds().Concat(files.Select(File.ReadAllBytes));
    }

    private static IEnumerable<(string Path, byte[] Content)> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Order(StringComparer.Ordinal).Select(file => new FileInfo(file)).Where(file => file.Length is > 0 and <= Longest)
            .Select(file => (Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'), File.ReadAllBytes(file.FullName)));

    private static IEnumerable<string> TextsOfTests(string folder) =>
        Directory.EnumerateFiles(folder, "*Tests.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(file => RawText().Matches(File.ReadAllText(file)).Select(match => Unindented(match.Groups[1].Value)));

    private static string Unindented(string text)
    {
        var lines = text.Split('\n');
        var indent = lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length >= indent ? line[indent..] : ""));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("\"\"\"\n(.*?)\n *\"\"\"", RegexOptions.Singleline)]
    private static partial Regex RawText();
}
