using System.Runtime.CompilerServices;
using Archway.Oci.Content;

namespace Archway.Fuzz;

/// <summary>The inputs that once broke a law, a folder of them for each target; tests read them all again.</summary>
internal static class CaseFiles
{
    private static string Root { get; } = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Cases");

    internal static IEnumerable<string> Of(Target target) =>
        Directory.Exists(Folder(target)) ? Directory.EnumerateFiles(Folder(target)).Order(StringComparer.Ordinal) : [];

    /// <summary>Keeps an input; gives its path.</summary>
    internal static string Keep(Target target, byte[] input)
    {
        Directory.CreateDirectory(Folder(target));
        var path = Path.Combine(Folder(target), "found-" + Digest.Of(input).Hex[..12]);
        File.WriteAllBytes(path, input);
        return path;
    }

    private static string Folder(Target target) => Path.Combine(Root, target.Name);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
