using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Archway.Reading.Data;

namespace Archway.Reading.Kubernetes;

/// <summary>The parameters of a Tekton or Argo resource as seen from one place in it, and the values that the resource itself gives them.</summary>
/// <remarks>
/// A default is taken as that of a Dockerfile's <c>ARG</c> is: whoever runs the resource may say otherwise. A value that is given on the way in
/// outranks a default further in.
/// <see href="https://tekton.dev/docs/pipelines/taskruns/#propagated-parameters"/>
/// <see href="https://argo-workflows.readthedocs.io/en/stable/variables/"/>
/// </remarks>
internal sealed partial class ResourceParameters
{
    private const int LongestText = 512;
    private const int MostParameters = 1000;
    private const string OfTask = "params.";
    private const string OfTemplate = "inputs.parameters.";
    private const string OfWorkflow = "workflow.parameters.";

    internal static readonly ResourceParameters None = new(ImmutableDictionary<string, (string, bool)>.Empty);

    private readonly ImmutableDictionary<string, (string Value, bool IsGiven)> _values;

    private ResourceParameters(ImmutableDictionary<string, (string Value, bool IsGiven)> values) => _values = values;

    /// <summary>What is known within a mapping of a resource of that group.</summary>
    internal ResourceParameters Within(string group, DataNode mapping) => group switch
    {
        "tekton.dev" => With(OfTask, mapping["params"] ?? mapping["inputs"]?["params"]),
        // A step's arguments are a template's inputs; only those beside the templates are the workflow's.
        "argoproj.io" when mapping["templates"] is not null || mapping["entrypoint"] is not null => With(OfWorkflow, mapping["arguments"]?["parameters"]),
        "argoproj.io" => With(OfTemplate, mapping["inputs"]?["parameters"]),
        _ => this,
    };

    /// <summary>The text with every parameter that has a value filled in; one without stays as it is, and is the reason that is told.</summary>
    internal string Fill(string text) => _values.IsEmpty || text.Length > LongestText ? text : Parameter().Replace(text, parameter =>
    {
        var scope = parameter.Groups["scope"] is { Success: true } argo ? argo.Value + ".parameters." : OfTask;
        return _values.TryGetValue(scope + parameter.Groups["name"].Value, out var known) ? known.Value : parameter.Value;
    });

    private ResourceParameters With(string scope, DataNode? parameters)
    {
        if (parameters is not DataSequence { Nodes.Length: > 0 and <= MostParameters }) return this;
        var values = _values;
        foreach (var parameter in parameters.Items)
        {
            if (parameter["name"]?.Text is not { } name) continue;
            var key = scope + name;
            if (parameter["value"] is { } given) values = Set(values, key, given, isGiven: true);
            else if (!values.TryGetValue(key, out var outer) || !outer.IsGiven) values = Set(values, key, parameter["default"], isGiven: false);
        }
        return new(values);
    }

    // Values are filled where they stand, so that one that names itself ends here.
    private ImmutableDictionary<string, (string Value, bool IsGiven)> Set(
        ImmutableDictionary<string, (string Value, bool IsGiven)> values, string key, DataNode? value, bool isGiven) =>
        value is DataScalar { IsNull: false } text && Fill(text.Value) is { Length: <= LongestText } filled
            ? values.SetItem(key, (filled, isGiven))
            : values.Remove(key);

    [GeneratedRegex(
        """\$\((?:inputs\.)?params(?:\.(?<name>[\w-]+)|\[["'](?<name>[\w.-]+)["']\])\)|\{\{ *(?<scope>inputs|workflow)\.parameters\.(?<name>[\w-]+) *\}\}""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
