using System.Runtime.CompilerServices;
using Archway.Oci;
using Archway.Reading.Data;
using Archway.Reading.Tree;

namespace Archway.Reading.Pipelines;

/// <summary>What the workflows of a repository give the inputs of those among them that they call.</summary>
/// <remarks><see href="https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows"/></remarks>
internal sealed class GitHubCalls
{
    private const int MostFiles = 1000;
    private const int MostInputs = 100;
    private const int LargestFile = 1024 * 1024;

    // Read once for all the workflows of a target.
    private static readonly ConditionalWeakTable<SourceTree, GitHubCalls> OfTrees = [];

    // One of its own: a workflow rests only on those that call it.
    private readonly SourceTree _tree;
    private readonly Dictionary<string, ILookup<string, Call>> _folders = new(StringComparer.Ordinal);
    private readonly UseGraph<string, GivenValues> _given;

    private GitHubCalls(SourceTree tree)
    {
        _tree = new(tree.OnlyFile is { } file ? Path.Join(tree.Root, file) : tree.Root);
        _given = new(path => CallsOf(path).SelectMany(Given), GivenValues.Unknown);
    }

    /// <summary>What each call of a workflow gives it, and what it has when a person starts it; nothing where no other workflow calls it.</summary>
    internal static IReadOnlyList<GivenValues> Of(DataNode workflow, ReadingContext context)
    {
        var calls = OfTrees.GetValue(context.Tree, tree => new(tree));
        foreach (var call in calls.CallsOf(context.Source.Path)) context.Tree.HasFile(call.File);
        return calls.GivenTo(context.Source.Path, workflow);
    }

    private IReadOnlyList<GivenValues> GivenTo(string path, DataNode workflow) =>
        _given.Of(path) is { Count: > 0 } given && workflow["on"]?["workflow_dispatch"]?["inputs"] is { } inputs
            ? [.. given, Defaults(inputs)]
            : _given.Of(path);

    private static GivenValues Defaults(DataNode inputs)
    {
        Dictionary<string, Parsed<string>> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, input) in inputs.Members.Take(MostInputs))
            if (input["default"]?.Text is { } value) values[name.Value] = Parsed.Value(value);
        return new(values);
    }

    private IEnumerable<GivenValues> Given(Call call)
    {
        DataMember[] with = [.. call.Job["with"]?.Members.Take(MostInputs) ?? []];
        GitHubExpressions expressions = new(call.Workflow, call.Job, () => GivenTo(call.File, call.Workflow));
        return expressions.FillTogether([.. with.Select(input => input.Value.Text ?? "")]).Select(filled =>
        {
            Dictionary<string, Parsed<string>> values = new(StringComparer.OrdinalIgnoreCase);
            foreach (var (input, value) in with.Zip(filled)) values[input.Key.Value] = GivenValues.From(call.File, input.Key.Value, value);
            return new GivenValues(values);
        });
    }

    private IEnumerable<Call> CallsOf(string path)
    {
        var folder = path[..Math.Max(0, path.LastIndexOf('/'))];
        if (!_folders.TryGetValue(folder, out var calls))
            _folders[folder] = calls = In(folder).ToLookup(call => call.Called, StringComparer.Ordinal);
        return calls[path];
    }

    /// <summary>The calls within a folder of workflows; a workflow is called by its path from the root of the repository.</summary>
    private IEnumerable<Call> In(string folder)
    {
        if (_tree.OnlyFile is not null || GitHubWorkflow.RepositoryOf(folder) is not { } repository) yield break;
        foreach (var file in YamlFiles.Below(_tree, folder).Take(MostFiles))
        {
            var workflow = _tree.ReadText(file, LargestFile).Value is { } text ? YamlReader.ReadDocuments(text, []).FirstOrDefault() : null;
            foreach (var (_, job) in workflow?["jobs"]?.Members ?? [])
                if (job["uses"]?.Text is ['.', '/', ..] uses && SourceTree.Normalise(repository.Length == 0 ? uses : $"{repository}/{uses}") is { } called)
                    yield return new(called, file, workflow!, job);
        }
    }

    private sealed record Call(string Called, string File, DataNode Workflow, DataNode Job);
}
