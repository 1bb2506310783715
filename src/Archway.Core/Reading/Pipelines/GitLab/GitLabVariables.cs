using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines.GitLab;

/// <summary>The values of a pipeline's variables and inputs as far as its files write them out.</summary>
/// <remarks>
/// What a job's variables say outranks what those of the pipeline do.
/// <see href="https://docs.gitlab.com/ci/variables/#cicd-variable-precedence"/>
/// </remarks>
internal sealed partial class GitLabVariables
{
    private const int MostValues = 256;
    // What a file's places come to together; each place beyond has one value.
    private const int MostOfFile = 50_000;
    private const string InputPrefix = "inputs.";

    private readonly GitLabJobs _jobs;
    private readonly Dictionary<string, string> _global;
    private readonly Dictionary<string, Dictionary<string, string>> _ofJobs = new(StringComparer.Ordinal);
    private readonly Lazy<Dictionary<string, string>> _defaults;
    private readonly Lazy<Dictionary<string, string>[]> _given;
    private int _left = MostOfFile;

    internal GitLabVariables(DataNode[] pipeline, GitLabJobs jobs, ReadingContext context)
    {
        _jobs = jobs;
        _global = Values(pipeline.Select(file => file["variables"]), "");
        // The inputs are declared in a document of its own above the pipeline's.
        _defaults = new(() => Values(
            (YamlReader.ReadDocuments(context.Source, []).FirstOrDefault()?["spec"]?["inputs"]?.Members ?? [])
            .Select(input => input.Value["default"] is { } value ? new DataMapping(0, 0, [new(input.Key, value)]) : null),
            InputPrefix));
        _given = new(() => [.. GitLabFiles.Of(context.Tree).InputsOf(context.Source.Path).Select(inputs => Values([inputs], InputPrefix)).DefaultIfEmpty([])]);
    }

    /// <summary>The texts that a text stands for in the jobs that use the place where it stands; or the reason why it has no value in one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">The <c>image</c> or the <c>services</c> where it stands.</param>
    /// <param name="writer">The job that writes it, as which it is filled in where no job uses it; null at the top.</param>
    internal IEnumerable<Parsed<string>> Fill(string text, DataNode place, string? writer)
    {
        if (!text.Contains('$', StringComparison.Ordinal)) return [Parsed.Value(text)];
        Parsed<string>[] values = [.. _jobs.UsersOf(place).DefaultIfEmpty(writer)
            .SelectMany(user => Legs(user).Select(leg => PipelineVariables.Fill(text, Variable(), name => Find(name, leg, user))))
            .Take(Math.Clamp(_left, 1, MostValues))];
        _left -= values.Length;
        return values.Distinct();
    }

    private Parsed<string> Find(string name, Dictionary<string, string> leg, string? job)
    {
        // A filter behind the name changes nothing that is of use here.
        if (name.StartsWith(InputPrefix, StringComparison.Ordinal)) name = name.Split('|')[0].Trim();
        var value = leg.GetValueOrDefault(name)
            ?? (job is null ? null : OfJob(job).GetValueOrDefault(name))
            ?? (job is null || _jobs.Inherits(job, "variables", name) ? _global.GetValueOrDefault(name) : null);
        if (value is not null) return Parsed.Value(value);
        return Parsed.Problem<string>(
            name.StartsWith(InputPrefix, StringComparison.Ordinal) ? $"{name} has no default in this file"
            : name.StartsWith("CI_", StringComparison.Ordinal) ? $"{name} is set by GitLab when the pipeline runs"
            : $"{name} is not set in this file");
    }

    private Dictionary<string, string> OfJob(string job)
    {
        if (!_ofJobs.TryGetValue(job, out var values)) _ofJobs[job] = values = Values(_jobs.PartsOf(job).Select(part => part["variables"]), "");
        return values;
    }

    /// <summary>What an <c>include</c>'s inputs and <c>parallel: matrix</c> give together; one set for each way to run the job.</summary>
    private IEnumerable<Dictionary<string, string>> Legs(string? job)
    {
        var matrix = job is null ? null : _jobs.Find(job, "parallel")?["matrix"];
        return _given.Value.SelectMany(given => Combinations(matrix).Select(values =>
        {
            Dictionary<string, string> leg = new(_defaults.Value);
            foreach (var (name, value) in given.Concat(values)) leg[name] = value;
            return leg;
        }));
    }

    private static IEnumerable<IEnumerable<KeyValuePair<string, string>>> Combinations(DataNode? matrix)
    {
        if (matrix is not DataSequence { Nodes.Length: > 0 } entries) return [[]];
        return entries.Nodes.SelectMany(entry =>
        {
            string[] keys = [.. entry.Members.Select(member => member.Key.Value).Distinct()];
            string?[][] lists = [.. keys.Select(key => entry[key] is DataSequence list
                ? [.. list.Nodes.Select(node => node.Text)] : (string?[])[entry[key]?.Text])];
            return PipelineMatrix.Product(lists)
                .Select(values => keys.Zip(values).Where(pair => pair.Second is not null).Select(pair => KeyValuePair.Create(pair.First, pair.Second!)));
        });
    }

    /// <summary>The values of several mappings together, the outranking first.</summary>
    private static Dictionary<string, string> Values(IEnumerable<DataNode?> mappings, string prefix)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (var (key, value) in mappings.SelectMany(mapping => (mapping?.Members ?? []).Reverse()))
            if ((value is DataMapping ? value["value"] : value)?.Text is { } text) values.TryAdd(prefix + key.Value, text);
        return values;
    }

    [GeneratedRegex(@"\$\[\[\s*([^\[\]]*?)\s*\]\]|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$([A-Za-z_][A-Za-z0-9_]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
