using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines.CircleCI;

/// <summary>What parameters stand for in one use of a job or an executor.</summary>
/// <param name="root">The configuration, which declares the pipeline's parameters.</param>
/// <param name="declared">The parameters that the job or executor declares.</param>
/// <param name="given">What the use gives them.</param>
internal sealed partial class CircleCIScope(DataNode root, DataNode? declared, IReadOnlyDictionary<string, Parsed<string>> given)
{
    private const string Own = "parameters.";
    private const string Pipeline = "pipeline.parameters.";

    internal static bool HasParameter(string text) => text.Contains("<<", StringComparison.Ordinal);

    internal Parsed<string> Fill(string text) => PipelineVariables.Fill(text, Parameter(), Find);

    /// <summary>The values that a mapping gives the parameters of what it names.</summary>
    internal Dictionary<string, Parsed<string>> ValuesOf(DataNode mapping)
    {
        Dictionary<string, Parsed<string>> values = new(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Members)
            if (value is DataScalar text) values[key.Value] = Fill(text.Value);
        return values;
    }

    private Parsed<string> Find(string name) =>
        name.StartsWith(Pipeline, StringComparison.Ordinal) ? Default(root["parameters"]?[name[Pipeline.Length..]], name)
        : !name.StartsWith(Own, StringComparison.Ordinal) ? Parsed.Problem<string>($"{name} is set by CircleCI when the pipeline runs")
        : given.TryGetValue(name[Own.Length..], out var value) ? value
        : Default(declared?[name[Own.Length..]], name);

    private static Parsed<string> Default(DataNode? parameter, string name) => parameter?["default"] is DataScalar value
        ? Parsed.Value(value.Value)
        : Parsed.Problem<string>($"{name} has no default in this file");

    [GeneratedRegex(@"<<\s*([A-Za-z0-9_.-]+)\s*>>", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
