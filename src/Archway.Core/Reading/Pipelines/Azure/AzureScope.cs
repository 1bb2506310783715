using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines.Azure;

/// <summary>The values of a pipeline's variables at one place in it, and of its template's parameters, as far as they are written out.</summary>
internal sealed partial class AzureScope
{
    // Azure Pipelines runs no more jobs of one matrix.
    private const int MostLegs = 256;

    private readonly DataNode? _parameters;
    private readonly DataNode? _variables;
    private readonly AzureScope? _outer;

    private AzureScope(DataNode? parameters, DataNode? variables, AzureScope? outer) => (_parameters, _variables, _outer) = (parameters, variables, outer);

    internal static AzureScope Of(DataNode root) => new(root["parameters"], root["variables"], null);

    /// <summary>The scope of a stage or job with variables of its own.</summary>
    internal AzureScope Within(DataNode? variables) => variables is null ? this : new(_parameters, variables, this);

    /// <summary>A scope for each leg of a job's matrix; this one where there is none that is written out.</summary>
    internal IEnumerable<AzureScope> Legs(DataNode? matrix) =>
        matrix?.Members is { Length: > 0 } legs ? legs.Take(MostLegs).Select(leg => Within(leg.Value)) : [this];

    internal Parsed<string> Fill(string text) => PipelineVariables.Fill(text, Expression(), Find);

    private Parsed<string> Find(string expression)
    {
        var name = Index().Replace(expression, ".$1");
        if (name.StartsWith("parameters.", StringComparison.Ordinal))
            return Parameter(name["parameters.".Length..]) is { Length: > 0 } value
                ? Parsed.Value(value)
                : Parsed.Problem<string>($"{name} is given by the pipelines that use this template");
        return Variable(name.StartsWith("variables.", StringComparison.Ordinal) ? name["variables.".Length..] : name) is { } found
            ? Parsed.Value(found)
            : Parsed.Problem<string>($"{name} has no value that is written out in this file");
    }

    /// <summary>A parameter's default: a list of parameters has them named, the older mapping has the values themselves.</summary>
    private string? Parameter(string name) =>
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
