using Archway.Oci;
using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines.CircleCI;

/// <summary>A walk through a CircleCI configuration that meets each job as its workflows use it, and each executor as its jobs do.</summary>
/// <remarks><see href="https://circleci.com/docs/reference/reusing-config/"/></remarks>
internal sealed class CircleCIWalk
{
    private const int MostUses = 256;
    // What a file's images come to together; each image beyond has one value.
    private const int MostImages = 50_000;

    private readonly DataNode _root;
    private readonly ReadingContext _context;
    // The configuration itself, and the orbs within it; what an orb has is called by its name and a slash.
    private readonly List<(string Prefix, DataNode Part)> _parts;
    private readonly HashSet<string> _executors;
    private readonly ILookup<string, Dictionary<string, Parsed<string>>> _uses;
    private readonly Dictionary<string, List<Dictionary<string, Parsed<string>>>> _executorUses = new(StringComparer.Ordinal);
    private int _left = MostImages;

    internal CircleCIWalk(DataNode root, ReadingContext context)
    {
        (_root, _context) = (root, context);
        _parts = [("", root), .. (root["orbs"]?.Members ?? []).Select(orb => (orb.Key.Value + "/", orb.Value))];
        _executors = [.. Named("executors").Select(executor => executor.Name)];
        _uses = Uses().Take(MostImages).ToLookup(use => use.Job, use => use.Given, StringComparer.Ordinal);
    }

    internal void Walk()
    {
        foreach (var (prefix, name, job) in Named("jobs"))
        {
            CircleCIScope[] scopes = [.. _uses[name].Take(MostUses).DefaultIfEmpty([]).Select(given => new CircleCIScope(_root, job["parameters"], given))];
            AddImages(name, job, scopes);
            if (job["executor"] is { } executor)
                foreach (var scope in scopes) UseExecutor(executor, prefix, scope);
        }

        // By now it is known how they are used.
        foreach (var (_, name, executor) in Named("executors"))
        {
            var uses = _executorUses.GetValueOrDefault(name) ?? [[]];
            AddImages(name, executor, [.. uses.Select(given => new CircleCIScope(_root, executor["parameters"], given))]);
        }

        foreach (var (_, _, owner) in Named("jobs").Concat(Named("executors")).Concat(Named("commands"))) AddBuilds(owner);
    }

    private IEnumerable<(string Prefix, string Name, DataNode Content)> Named(string kind) =>
        _parts.SelectMany(part => (part.Part[kind]?.Members ?? []).Select(member => (part.Prefix, part.Prefix + member.Key.Value, member.Value)));

    private void AddImages(string owner, DataNode content, CircleCIScope[] scopes)
    {
        foreach (var container in content["docker"]?.Items ?? [])
        {
            if (container["image"] is not DataScalar { IsNull: false } image) continue;
            var uses = CircleCIScope.HasParameter(image.Value) ? Math.Clamp(_left, 1, scopes.Length) : 1;
            _left -= uses;
            _context.AddEach(image, scopes.Take(uses).Select(scope => scope.Fill(image.Value.Trim())), OccurrenceKind.CircleCI, owner, container["name"]?.Text);
        }
    }

    /// <summary>Notes how a job uses an executor: <c>executor: name</c>, or <c>executor: {name: name, parameter: value}</c>.</summary>
    private void UseExecutor(DataNode executor, string prefix, CircleCIScope scope)
    {
        if ((executor.Text ?? executor["name"]?.Text) is not { } written || !scope.Fill(written).TryGetValue(out var name)) return;
        if (_executors.Contains(prefix + name)) name = prefix + name;
        if (!_executorUses.TryGetValue(name, out var uses)) _executorUses[name] = uses = [];
        if (uses.Count < MostUses) uses.Add(scope.ValuesOf(executor));
    }

    /// <summary>Each use of a job by a workflow, and what it gives the job's parameters.</summary>
    private IEnumerable<(string Job, Dictionary<string, Parsed<string>> Given)> Uses()
    {
        foreach (var entry in (_root["workflows"]?.Members ?? []).SelectMany(workflow => workflow.Value["jobs"]?.Items ?? []))
        {
            if (entry is DataScalar name) yield return (name.Value, []);
            foreach (var (job, use) in entry.Members)
                foreach (var given in Given(use)) yield return (job.Value, given);
        }
    }

    /// <summary>What a use gives: the values written beside it, and each combination of its matrix.</summary>
    private IEnumerable<Dictionary<string, Parsed<string>>> Given(DataNode use)
    {
        CircleCIScope outer = new(_root, null, new Dictionary<string, Parsed<string>>());
        var values = outer.ValuesOf(use);
        if (use["matrix"] is not DataMapping matrix || matrix["parameters"] is not DataMapping parameters) return [values];
        string[] keys = [.. parameters.Entries.Select(member => member.Key.Value).Distinct()];
        DataMapping lists = parameters with { Entries = [.. parameters.Entries, .. matrix.Entries.Where(member => member.Key.Value == "exclude")] };
        return new PipelineMatrix(lists).Combinations(keys).Select(combination =>
        {
            Dictionary<string, Parsed<string>> given = new(values);
            foreach (var (key, value) in keys.Zip(combination))
                given[key] = value is null ? Parsed.Problem<string>($"the matrix does not tell {key}") : outer.Fill(value);
            return given;
        });
    }

    private void AddBuilds(DataNode owner)
    {
        foreach (var step in owner["steps"]?.Items ?? [])
            if (step["run"] is { } run) ScriptBuilds.Add(run is DataMapping ? run["command"] : run, run["working_directory"]?.Text, _context);
    }
}
