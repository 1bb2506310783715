using Archway.Reading.Data;
using Archway.Reading.Pipelines;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>What texts of a workflow come to, as far as the matrix of a job and the environment written there tell.</summary>
/// <param name="workflow">The workflow or action.</param>
/// <param name="job">The job; null in an action.</param>
internal sealed class GitHubValues(DataNode workflow, DataNode? job)
{
    private const int MostVariables = 20;
    private const int LongestText = 4096;

    private readonly GitHubExpressions _expressions = new(workflow, job, () => []);

    /// <summary>The values of a text in each way that the job is run; null where one of them cannot be told.</summary>
    internal IReadOnlyList<string>? Of(string text, DataNode? step = null)
    {
        if (text.Length > LongestText) return null;
        // In a script the environment is the shell's.
        if (text is ['$', not '{', ..] or ['$', '{', not '{', ..] && text.Trim('$', '{', '}') is { } name && Variable(name, step) is { } own) text = own;
        for (var i = 0; i < MostVariables && FirstVariable(text) is var (start, end, variable); i++)
        {
            if (Variable(variable, step) is not { } value) return null;
            text = string.Concat(text.AsSpan(0, start), value, text.AsSpan(end));
        }

        if (!text.Contains('$', StringComparison.Ordinal)) return [text];
        // What calls the workflow, or starts it, may say something else than the default.
        if (text.Contains("inputs.", StringComparison.Ordinal) || text.Contains("env.", StringComparison.Ordinal)) return null;
        var filled = _expressions.Fill(text);
        return filled.Count > 0 && filled.All(value => value.Value is not null && !value.Value.Contains('$', StringComparison.Ordinal))
            ? [.. filled.Select(value => value.Value!)] : null;
    }

    private string? Variable(string name, DataNode? step) =>
        (step?["env"]?[name] ?? job?["env"]?[name] ?? workflow["env"]?[name])?.Text;

    private static (int Start, int End, string Name)? FirstVariable(string text)
    {
        for (var start = text.IndexOf("${{", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${{", start + 3, StringComparison.Ordinal))
        {
            if (text.IndexOf("}}", start, StringComparison.Ordinal) is not (>= 0 and var end)) return null;
            var expression = text[(start + 3)..end].Trim();
            if (expression.StartsWith("env.", StringComparison.Ordinal) && !expression.Contains(' ', StringComparison.Ordinal))
                return (start, end + 2, expression[4..]);
        }

        return null;
    }
}
