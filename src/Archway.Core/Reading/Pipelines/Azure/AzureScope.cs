using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines.Azure;

/// <summary>The values of a pipeline's variables at one place in it, and of its template's parameters, as far as they are written out.</summary>
internal sealed partial class AzureScope
{
    // Azure Pipelines runs no more jobs of one matrix.
    private const int MostLegs = 256;
    private const string Parameters = "parameters.";

    private readonly DataNode? _parameters;
    private readonly Func<IReadOnlyList<GivenValues>> _uses;
    private readonly DataNode? _variables;
    private readonly AzureScope? _outer;

    private AzureScope(DataNode? parameters, Func<IReadOnlyList<GivenValues>> uses, DataNode? variables, AzureScope? outer) =>
        (_parameters, _uses, _variables, _outer) = (parameters, uses, variables, outer);

    /// <summary>The scope of a whole pipeline or template.</summary>
    /// <param name="root">The pipeline or template.</param>
    /// <param name="uses">What each use of the template gives its parameters.</param>
    internal static AzureScope Of(DataNode root, Func<IReadOnlyList<GivenValues>> uses) => new(root["parameters"], uses, root["variables"], null);

    /// <summary>The scope of a stage or job with variables of its own.</summary>
    internal AzureScope Within(DataNode? variables) => variables is null ? this : new(_parameters, _uses, variables, this);

    /// <summary>A scope for each leg of a job's matrix; this one where there is none that is written out.</summary>
    internal IEnumerable<AzureScope> Legs(DataNode? matrix) =>
        matrix?.Members is { Length: > 0 } legs ? legs.Take(MostLegs).Select(leg => Within(leg.Value)) : [this];

    /// <summary>The texts that one text stands for, one for each use of the template where it holds parameters.</summary>
    internal IEnumerable<Parsed<string>> FillEach(string text) => FillTogether([text]).Select(filled => filled[0]).Distinct();

    /// <summary>What several texts stand for together.</summary>
    internal IEnumerable<Parsed<string>[]> FillTogether(string[] texts)
    {
        var asksForParameter = false;
        var left = Fill(texts, name =>
        {
            asksForParameter |= name.StartsWith(Parameters, StringComparison.Ordinal);
            return Find(name, GivenValues.None);
        });
        return asksForParameter && _uses() is { Count: > 0 } uses ? uses.Select(given => Fill(texts, name => Find(name, given))) : [left];
    }

    private static Parsed<string>[] Fill(string[] texts, Func<string, Parsed<string>> find) =>
        [.. texts.Select(text => PipelineVariables.Fill(text, Expression(), expression => find(Index().Replace(expression, ".$1"))))];

    private Parsed<string> Find(string name, GivenValues given)
    {
        if (name.StartsWith(Parameters, StringComparison.Ordinal))
            return given.Find(name[Parameters.Length..].Split('.')[0])
                ?? (Default(name[Parameters.Length..]) is { Length: > 0 } value
                    ? Parsed.Value(value)
                    : Parsed.Problem<string>($"{name} is given by the pipelines that use this template"));
        return Variable(name.StartsWith("variables.", StringComparison.Ordinal) ? name["variables.".Length..] : name) is { } found
            ? Parsed.Value(found)
            : Parsed.Problem<string>($"{name} has no value that is written out in this file");
    }

    /// <summary>A parameter's default: a list of parameters has them named, the older mapping has the values themselves.</summary>
    private string? Default(string name) =>
        _parameters is DataSequence list ? list.Nodes.FirstOrDefault(parameter => parameter["name"]?.Text == name)?["default"]?.Text : _parameters?[name]?.Text;

    /// <summary>The variables of a mapping, or of a list of them by name and value.</summary>
    internal static IEnumerable<(string Name, DataScalar Value)> Variables(DataNode? variables)
    {
        foreach (var (name, value) in variables?.Members ?? [])
            if (value is DataScalar scalar) yield return (name.Value, scalar);
        foreach (var item in variables?.Items ?? [])
            if (item["name"]?.Text is { } name && item["value"] is DataScalar scalar) yield return (name, scalar);
    }

    /// <summary>A variable's value; names are told apart by their letters only, not by their case.</summary>
    private string? Variable(string name) =>
        Variables(_variables).LastOrDefault(variable => name.Equals(variable.Name, StringComparison.OrdinalIgnoreCase)).Value?.Value ?? _outer?.Variable(name);

    [GeneratedRegex(@"\$\{\{\s*([^{}]*?)\s*\}\}|\$\[\s*([^\r\n]*?)\s*\](?!\s*\])|\$\(([^()]*)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();

    [GeneratedRegex(@"\[\s*'([^']*)'\s*\]", RegexOptions.CultureInvariant)]
    private static partial Regex Index();
}
