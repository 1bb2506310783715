using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines.GitLab;

/// <summary>The values of a pipeline's variables and inputs as far as its files write them out.</summary>
internal sealed partial class GitLabVariables
{
    // GitLab follows no longer chain of jobs that extend each other.
    private const int LongestChain = 11;
    private const int MostJobs = 200;

    private readonly DataNode _root;
    private readonly DataNode[] _pipeline;
    private readonly Lazy<DataNode?> _inputs;
    private readonly Lazy<ILookup<string, DataNode>> _users;

    internal GitLabVariables(DataNode root, ReadingContext context)
    {
        _root = root;
        _pipeline = [.. GitLabFiles.Of(context.Tree).Around(context.Source, root)];
        _inputs = new(() => GitLabFiles.Of(context.Tree).Inputs(context.Source));
        _users = new(() => root.Members
            .SelectMany(member => Extended(member.Value).Select(name => (Name: name, Job: member.Value)))
            .ToLookup(user => user.Name, user => user.Job));
    }

    /// <summary>The texts that a job's text stands for, one for each job that a matrix makes of it; or the reason why it has no value.</summary>
    internal IReadOnlyList<Parsed<string>> Fill(string text, DataNode job, string? name)
    {
        if (!text.Contains('$', StringComparison.Ordinal)) return [Parsed.Value(text)];
        Parsed<string>[] own = [.. Legs(job).Select(leg => Fill(text, leg, job)).Distinct()];
        if (name is not ['.', ..] || own.All(value => value.Value is not null)) return own;
        // A hidden job runs only as those that extend it.
        var users = _users.Value[name].Take(MostJobs);
        Parsed<string>[] used = [.. users.SelectMany(user => Legs(user).Select(leg => Fill(text, leg, user)))
            .Where(value => value.Value is not null).Distinct()];
        return used.Length > 0 ? used : own;
    }

    private Parsed<string> Fill(string text, Dictionary<string, string> leg, DataNode job) =>
        PipelineVariables.Fill(text, Variable(), name => Find(name, leg, job));

    private Parsed<string> Find(string name, Dictionary<string, string> leg, DataNode job)
    {
        if (name.StartsWith("inputs.", StringComparison.Ordinal))
            return _inputs.Value?[name["inputs.".Length..].Split('|')[0].Trim()]?["default"]?.Text is { } input
                ? Parsed.Value(input)
                : Parsed.Problem<string>($"{name} has no default in this file");
        var value = leg.GetValueOrDefault(name)
            ?? Chain(job, 0).Select(part => Value(part["variables"]?[name])).FirstOrDefault(found => found is not null)
            ?? _pipeline.Select(root => Value(root["variables"]?[name])).FirstOrDefault(found => found is not null);
        if (value is not null) return Parsed.Value(value);
        return Parsed.Problem<string>(name.StartsWith("CI_", StringComparison.Ordinal)
            ? $"{name} is set by GitLab when the pipeline runs"
            : $"{name} is not set in this file");
    }

    /// <summary>A job and what it extends, the nearest first.</summary>
    private IEnumerable<DataNode> Chain(DataNode job, int depth) => depth >= LongestChain
        ? [job]
        : Extended(job).Reverse().Take(LongestChain).Select(FindJob).OfType<DataNode>()
            .SelectMany(extended => Chain(extended, depth + 1)).Prepend(job).Take(MostJobs);

    private DataNode? FindJob(string name) => _root[name] ?? _pipeline.Select(root => root[name]).FirstOrDefault(found => found is not null);

    private static IEnumerable<string> Extended(DataNode job) =>
        job["extends"] is DataScalar one ? [one.Value] : (job["extends"]?.Items ?? []).Select(item => item.Text).OfType<string>();

    /// <summary>The values that <c>parallel: matrix</c> gives together; none of them where there is no matrix.</summary>
    private IEnumerable<Dictionary<string, string>> Legs(DataNode job)
    {
        var matrix = Chain(job, 0).Select(part => part["parallel"]?["matrix"]).FirstOrDefault(found => found is not null);
        if (matrix is not DataSequence { Nodes.Length: > 0 } entries) return [[]];
        return entries.Nodes.SelectMany(entry =>
        {
            string[] keys = [.. entry.Members.Select(member => member.Key.Value).Distinct()];
            string?[][] lists = [.. keys.Select(key => entry[key] is DataSequence list
                ? [.. list.Nodes.Select(node => node.Text)] : (string?[])[entry[key]?.Text])];
            return PipelineMatrix.Product(lists).Select(values => keys.Zip(values)
                .Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => pair.Second!));
        }).Take(MostJobs);
    }

    private static string? Value(DataNode? variable) => (variable is DataMapping ? variable["value"] : variable)?.Text;

    [GeneratedRegex(@"\$\[\[\s*([^\[\]]*?)\s*\]\]|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$([A-Za-z_][A-Za-z0-9_]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
