using System.Text.RegularExpressions;
using Archway.Oci;

namespace Archway.Reading.Pipelines;

/// <summary>Fills the variables of a pipeline's text from what the pipeline itself sets.</summary>
internal static class PipelineVariables
{
    // Values may hold variables in turn; longer texts name no image.
    private const int DeepestValue = 10;
    private const int LongestText = 4096;

    /// <summary>The text with its variables filled in, or the reason of the first that has no value.</summary>
    /// <param name="text">The text as written.</param>
    /// <param name="variable">A variable as it is written; its first group that matches is the name.</param>
    /// <param name="find">The value of a name, which may hold variables itself, or why it has none.</param>
    internal static Parsed<string> Fill(string text, Regex variable, Func<string, Parsed<string>> find) => Fill(text, variable, find, DeepestValue);

    private static Parsed<string> Fill(string text, Regex variable, Func<string, Parsed<string>> find, int depth)
    {
        if (text.Length > LongestText || depth == 0) return Parsed.Problem<string>("its variables hold each other, or come to a text too long for an image");
        string? problem = null;
        var filled = variable.Replace(text, match =>
        {
            if (problem is not null) return "";
            var value = find(match.Groups.Values.Skip(1).First(group => group.Success).Value);
            if (value.TryGetValue(out var found)) value = Fill(found, variable, find, depth - 1);
            problem = value.Problem;
            return value.Value ?? "";
        });
        return problem is null ? Parsed.Value(filled) : Parsed.Problem<string>(problem);
    }
}
