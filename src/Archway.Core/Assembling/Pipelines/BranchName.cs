using Archway.Oci;

namespace Archway.Assembling.Pipelines;

/// <summary>The grammar of a branch whose image is published.</summary>
/// <remarks>Stricter than git's: a service reads some of its marks as patterns or variables.</remarks>
public static class BranchName
{
    private const int LongestName = 200;

    /// <summary>Reads a branch's name.</summary>
    public static Parsed<string> Read(string text) =>
        text.Length is > 0 and <= LongestName && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/') && text[0] is not ('-' or '/')
            ? Parsed.Value(text)
            : Parsed.Problem<string>($"'{text}' is no branch that a pipeline can name: it is of letters, digits and - _ . / alone");
}
