using System.Text.RegularExpressions;
using Archway.Oci;

namespace Archway.Reading.Pipelines;

/// <summary>Fills the variables of a pipeline's text from what the pipeline itself sets.</summary>
internal sealed class PipelineVariables
{
    // Values may hold variables in turn, and each of them many; no image needs more.
    private const int DeepestValue = 10;
    private const int MostValues = 1000;
    private const int LongestText = 4096;

    private readonly Regex _variable;
    private readonly Func<string, Parsed<string>> _find;
    private int _values;

    private PipelineVariables(Regex variable, Func<string, Parsed<string>> find) => (_variable, _find) = (variable, find);

    /// <summary>The text with its variables filled in, or the reason of the first that has no value.</summary>
    /// <param name="text">The text as written.</param>
    /// <param name="variable">A variable as it is written; its first group that matches is the name.</param>
    /// <param name="find">The value of a name, which may hold variables itself, or why it has none.</param>
    internal static Parsed<string> Fill(string text, Regex variable, Func<string, Parsed<string>> find) =>
        new PipelineVariables(variable, find).Fill(text, DeepestValue);

    private Parsed<string> Fill(string text, int depth)
    {
        string? problem = null;
        if (text.Length > LongestText || depth == 0 || _values > MostValues)
            return Parsed.Problem<string>("its variables hold each other, or come to a text too long for an image");
        var filled = _variable.Replace(text, match =>
        {
            if (problem is not null) return "";
            _values++;
            var value = _find(match.Groups.Values.Skip(1).First(group => group.Success).Value);
            if (value.TryGetValue(out var found)) value = Fill(found, depth - 1);
            problem = value.Problem;
            return value.Value ?? "";
        });
        return problem is null ? Parsed.Value(filled) : Parsed.Problem<string>(problem);
    }
}
