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

    internal static readonly ResourceParameters None = new(ImmutableDictionary<string, ParameterValue>.Empty, isUnknown: false);

    /// <summary>What is known where it cannot be told what is given: no default either.</summary>
    internal static readonly ResourceParameters Unknown = new(None._values, isUnknown: true);

    private readonly ImmutableDictionary<string, ParameterValue> _values;
    private readonly bool _isUnknown;

    private ResourceParameters(ImmutableDictionary<string, ParameterValue> values, bool isUnknown) =>
        (_values, _isUnknown) = (values, isUnknown);

    /// <summary>What tells the values apart from others.</summary>
    internal string Signature => field ??= _isUnknown + string.Concat(
        _values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"\0{pair.Key}\0{pair.Value.Text}\0{pair.Value.IsGiven}"));

    /// <summary>What is known within a mapping of a resource of that group.</summary>
    internal ResourceParameters Within(string group, DataNode mapping) => group switch
    {
        "tekton.dev" => With(OfTask, mapping["params"] ?? mapping["inputs"]?["params"]),
        // A step's arguments are a template's inputs; only those beside the templates are the workflow's.
        "argoproj.io" when mapping["templates"] is not null || mapping["entrypoint"] is not null => With(OfWorkflow, mapping["arguments"]?["parameters"]),
        "argoproj.io" => With(OfTemplate, mapping["inputs"]?["parameters"]),
        _ => this,
    };

    /// <summary>What is known within that which is used from here, once for each item for which it is.</summary>
    internal IEnumerable<ResourceParameters> Into(ResourceUse use)
    {
        if (use.Items is not DataSequence { Nodes.Length: > 0 } items) return [Into(use, null)];
        return items.Nodes.Take(MostParameters).Select(item => Into(use, item));
    }

    private ResourceParameters Into(ResourceUse use, DataNode? item)
    {
        var scope = use.Template is not null ? OfTemplate : use.Kind == "WorkflowTemplate" ? OfWorkflow : OfTask;
        // A template runs within the workflow that uses it, and sees its parameters.
        var values = scope == OfTemplate ? _values.RemoveRange(_values.Keys.Where(key => !key.StartsWith(OfWorkflow, StringComparison.Ordinal))) : None._values;
        foreach (var parameter in (use.Given?.Items ?? []).Take(MostParameters))
        {
            if (parameter["name"]?.Text is not { } name) continue;
            var text = use.IsEntry ? $"{{{{workflow.parameters.{name}}}}}" : parameter["value"]?.Text;
            var filled = text is null ? null : Fill(item is null ? text : WithItem(text, item));
            values = values.SetItem(scope + name, new(filled is { Length: <= LongestText } ? filled : null, IsGiven: true));
        }

        return new(values, isUnknown: false);
    }

    private static string WithItem(string text, DataNode item) =>
        Item().Replace(text, gap => (gap.Groups["key"] is { Success: true } key ? item[key.Value]?.Text : item.Text) ?? gap.Value);

    /// <summary>The text with every parameter that has a value filled in; one without stays as it is, and is the reason that is told.</summary>
    internal string Fill(string text) => _values.IsEmpty || text.Length > LongestText ? text : Parameter().Replace(text, parameter =>
    {
        var scope = parameter.Groups["scope"] is { Success: true } argo ? argo.Value + ".parameters." : OfTask;
        return _values.GetValueOrDefault(scope + parameter.Groups["name"].Value)?.Text ?? parameter.Value;
    });

    private ResourceParameters With(string scope, DataNode? parameters)
    {
        if (parameters is not DataSequence { Nodes.Length: > 0 and <= MostParameters }) return this;
        var values = _values;
        foreach (var parameter in parameters.Items)
        {
            if (parameter["name"]?.Text is not { } name) continue;
            var key = scope + name;
            // What stands among a template's own inputs, or in a workflow that another runs, is what holds where nothing is given.
            if (scope == OfTask && parameter["value"] is { } given) values = values.SetItem(key, new(Filled(given), IsGiven: true));
            else if (!_isUnknown && values.GetValueOrDefault(key) is not { IsGiven: true })
                values = values.SetItem(key, new(Filled(parameter["value"] ?? parameter["default"]), IsGiven: false));
        }

        return new(values, _isUnknown);
    }

    // Values are filled where they stand, so that one that names itself ends here.
    private string? Filled(DataNode? value) =>
        value is DataScalar { IsNull: false } text && Fill(text.Value) is { Length: <= LongestText } filled ? filled : null;

    /// <summary>What a parameter holds; null where that cannot be told.</summary>
    private sealed record ParameterValue(string? Text, bool IsGiven);

    [GeneratedRegex(@"\{\{ *item(?:\.(?<key>[\w-]+))? *\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Item();

    [GeneratedRegex(
        """\$\((?:inputs\.)?params(?:\.(?<name>[\w-]+)|\[["'](?<name>[\w.-]+)["']\])\)|\{\{ *(?<scope>inputs|workflow)\.parameters\.(?<name>[\w-]+) *\}\}""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
