using System.Text.Json;
using Archway.Reading;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>What lists of dependencies ask for that there is for 64-bit x86 alone.</summary>
internal static class DependencyOfX86
{
    // None of their files on PyPI is for Arm; those of conda that are beside them.
    private static readonly string[] OfPython =
    [
        "mkl", "mkl-devel", "mkl-include", "mkl-static", "intel-openmp", "intel-tensorflow", "intel-numpy", "intel-scipy", "scikit-learn-intelex", "daal4py",
        "intel-extension-for-pytorch",
    ];

    private static readonly string[] OfConda = ["mkl-service", "mkl-fft", "mkl-random"];

    /// <summary>The first such dependency of a file, and its line; null where it has none.</summary>
    internal static (string Name, int Line)? In(SourceText file) => file.Name switch
    {
        "package.json" => InPackage(file),
        var name when name.Ends(".txt") => InLines(file, "", OfPython),
        _ => InLines(file, "- ", [.. OfPython, .. OfConda]),
    };

    private static string? Find(string[] names, ReadOnlySpan<char> written)
    {
        foreach (var name in names)
            if (IsCalled(written, name)) return name;
        return null;
    }

    // mkl-stubs, mkl.py and -r mkl.txt are others; case and the mark between words do not count.
    private static bool IsCalled(ReadOnlySpan<char> written, string name)
    {
        if (written.Length != name.Length) return false;
        for (var i = 0; i < name.Length; i++)
            if (char.ToLowerInvariant(written[i]) != name[i] && !(name[i] == '-' && written[i] is '_')) return false;
        return true;
    }

    private static (string, int)? InLines(SourceText file, string mark, string[] names)
    {
        var number = 0;
        foreach (var line in file.Text.AsSpan().EnumerateLines())
        {
            number++;
            var text = line.Trim();
            // A line that says for which machines it is, is left to them.
            if (!text.StartsWith(mark) || text.Contains("platform_machine", StringComparison.Ordinal)) continue;
            text = text[mark.Length..].TrimStart("\"'");
            var end = 0;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '_' or '.')) end++;
            if (end > 0 && Find(names, text[..end]) is { } name) return (name, number);
        }

        return null;
    }

    /// <summary>A direct dependency on one platform's part of a package, which npm refuses to install elsewhere.</summary>
    private static (string, int)? InPackage(SourceText file)
    {
        if (!file.Text.Has("linux-x64") && !file.Text.Has("esbuild-linux-64")) return null;
        try
        {
            using var package = JsonDocument.Parse(file.Text, new() { MaxDepth = 64, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (package.RootElement.ValueKind != JsonValueKind.Object || !package.RootElement.TryGetProperty("dependencies", out var needs)
                || needs.ValueKind != JsonValueKind.Object) return null;
            foreach (var need in needs.EnumerateObject())
            {
                if (need.Name != "esbuild-linux-64" && !need.Name.Has("linux-x64")) continue;
                var at = file.Text.IndexOf($"\"{need.Name}\"", StringComparison.Ordinal);
                return (need.Name, at < 0 ? 1 : file.Span(at, 0).Line);
            }
        }
        catch (JsonException)
        {
            // It says nothing then, and whoever installs by it is told.
        }

        return null;
    }
}
