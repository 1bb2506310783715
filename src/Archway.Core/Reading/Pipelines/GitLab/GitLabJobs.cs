using Archway.Reading.Data;

namespace Archway.Reading.Pipelines.GitLab;

/// <summary>The jobs of a pipeline as its files make them together, and what they take from those that they extend and from the defaults.</summary>
/// <remarks><see href="https://docs.gitlab.com/ci/yaml/yaml_optimization/"/></remarks>
internal sealed class GitLabJobs
{
    // GitLab follows no longer chain of jobs that extend each other, nor of !reference.
    private const int LongestChain = 11;
    private const int MostParts = 200;
    private static readonly string[] Keywords = ["variables", "stages", "include", "workflow", "cache", "spec", "image", "services"];

    private readonly DataNode[] _files;
    private readonly ILookup<string, DataNode> _written;
    private readonly Dictionary<string, DataNode[]> _parts = new(StringComparer.Ordinal);
    private readonly Lazy<ILookup<DataNode, string>> _users;

    /// <param name="files">The configurations of one pipeline, the outranking first.</param>
    internal GitLabJobs(DataNode[] files)
    {
        _files = files;
        _written = files.SelectMany(In).ToLookup(job => job.Name, job => job.Job, StringComparer.Ordinal);
        _users = new(() => Uses().ToLookup(use => use.Value, use => use.Job, (IEqualityComparer<DataNode>)ReferenceEqualityComparer.Instance));
    }

    /// <summary>The jobs that a configuration writes, hidden ones and the defaults among them.</summary>
    internal static IEnumerable<(string Name, DataNode Job)> In(DataNode file) =>
        file.Members.Where(member => member.Value is DataMapping && !Keywords.Contains(member.Key.Value)).Select(member => (member.Key.Value, member.Value));

    /// <summary>The jobs that run in the image or with the services written at a place, be it their own, an extended job's or the default.</summary>
    internal IEnumerable<string> UsersOf(DataNode value) => _users.Value[value];

    /// <summary>What a job is made of, the outranking first: its own parts, then those of the jobs that it extends.</summary>
    internal IReadOnlyList<DataNode> PartsOf(string job)
    {
        if (!_parts.TryGetValue(job, out var parts)) _parts[job] = parts = [.. Parts(job, 0)];
        return parts;
    }

    /// <summary>What a job has under a keyword, its own or an extended job's.</summary>
    internal DataNode? Find(string job, string keyword) => PartsOf(job).Select(part => part[keyword]).FirstOrDefault(found => found is not null);

    /// <summary>Whether a job takes a default or a global variable of that name.</summary>
    internal bool Inherits(string job, string from, string name) => Find(job, "inherit")?[from] switch
    {
        DataScalar { Value: "false" } => false,
        DataSequence names => names.Nodes.Any(item => item.Text == name),
        _ => true,
    };

    private IEnumerable<DataNode> Parts(string job, int depth)
    {
        var own = _written[job];
        var extended = own.Select(part => part["extends"]).FirstOrDefault(found => found is not null);
        var names = extended is DataScalar one ? [one.Value] : (extended?.Items ?? []).Select(item => item.Text).OfType<string>();
        return depth >= LongestChain ? own.Take(MostParts)
            : own.Concat(names.Reverse().Take(LongestChain).SelectMany(name => Parts(name, depth + 1))).Take(MostParts);
    }

    private IEnumerable<(DataNode Value, string Job)> Uses()
    {
        foreach (var job in _written.Select(jobs => jobs.Key))
        {
            // What is hidden runs only as those that extend it, and a job that starts another pipeline runs in no container.
            if (job is ['.', ..] or "default" || Find(job, "trigger") is not null) continue;
            foreach (var keyword in (string[])["image", "services"])
                if ((Followed(Find(job, keyword)) ?? (Inherits(job, "default", keyword) ? Default(keyword) : null)) is { } value) yield return (value, job);
        }
    }

    private DataNode? Default(string keyword) =>
        _files.Select(file => file["default"]?[keyword]).FirstOrDefault(found => found is not null)
        ?? _files.Select(file => file[keyword]).FirstOrDefault(found => found is not null);

    /// <summary>The value that <c>!reference [.job, keyword]</c> stands for.</summary>
    private DataNode? Followed(DataNode? value)
    {
        for (var i = 0; i < LongestChain && value is DataSequence { Tag: "!reference", Nodes: [DataScalar job, DataScalar keyword] }; i++)
            value = _written[job.Value].Select(part => part[keyword.Value]).FirstOrDefault(found => found is not null);
        return value;
    }
}
