using Archway.Oci;
using Archway.Oci.References;

namespace Archway.Reading.Tree;

/// <summary>A pattern that somebody writes over the files below a folder, in the forms of <c>.gitignore</c>: <c>sub/</c>, <c>/sub</c>, <c>sub/**</c>, <c>*.yaml</c>.</summary>
internal sealed class PathPattern
{
    private const int Longest = 255;

    private readonly Glob _glob;
    private readonly bool _isOfFolders;

    /// <summary>A pattern; one that begins with <c>./</c> begins at the folder, as one that begins with <c>/</c> does.</summary>
    internal PathPattern(string pattern) =>
        (_glob, _isOfFolders) = (new(pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[1..] : pattern), pattern.EndsWith('/'));

    /// <summary>Reads a pattern, or says why it is none.</summary>
    internal static Parsed<PathPattern> Read(string? pattern)
    {
        if (pattern?.Trim('/') is not { Length: > 0 and <= Longest } text) return Parsed.Problem<PathPattern>($"a pattern has 1 to {Longest} characters");
        return text[0] == '!'
            ? Parsed.Problem<PathPattern>($"'{WrittenLogin.Hide(text)}' is no pattern: what another one takes cannot be left out again")
            : Parsed.Value(new PathPattern(pattern));
    }

    /// <summary>Whether it is of the file or folder itself, as a walk comes by it.</summary>
    internal bool Matches(string path) => _glob.Matches(path);

    /// <summary>Whether it is of the file, or of a folder that it lies in.</summary>
    internal bool Covers(string file)
    {
        for (var slash = file.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = file.IndexOf('/', slash + 1))
            if (_glob.Matches(file[..slash])) return true;
        return !_isOfFolders && _glob.Matches(file);
    }
}
