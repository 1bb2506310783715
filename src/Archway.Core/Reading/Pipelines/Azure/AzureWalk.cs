using Archway.Oci;
using Archway.Reading.Builds;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Reading.Pipelines.Azure;

/// <summary>A walk through a pipeline's stages, jobs and steps, wherever conditions and templates put them.</summary>
internal sealed class AzureWalk
{
    // What holds no jobs: there a member of the same name means something else.
    private static readonly string[] PassedBy = ["variables", "inputs", "env", "container", "services", "containers", "matrix", "trigger", "pr", "pool"];

    private const int MostValues = 256;
    // What a file's places come to together; each place beyond has one value.
    private const int MostOfFile = 50_000;

    private readonly DataNode _root;
    private readonly ReadingContext _context;
    private readonly HashSet<string> _aliases = new(StringComparer.OrdinalIgnoreCase);
    private int _left = MostOfFile;

    internal AzureWalk(DataNode root, ReadingContext context) => (_root, _context) = (root, context);

    internal void Walk()
    {
        FindAliases(_root);
        Walk(_root, AzureScope.Of(_root, () => AzureTemplates.UsesOf(_context)), null, isOfJob: false);
    }

    private void FindAliases(DataNode node)
    {
        foreach (var (key, value) in node.Members)
        {
            if (key.Value == "containers")
                foreach (var (alias, _) in Containers(value)) _aliases.Add(alias);
            else FindAliases(value);
        }

        foreach (var item in node.Items) FindAliases(item);
    }

    /// <summary>Walks through a part of the pipeline; a part <paramref name="isOfJob"/> when a job has it under a condition.</summary>
    private void Walk(DataNode node, AzureScope outer, string? job, bool isOfJob)
    {
        foreach (var item in node.Items) Walk(item, outer, job, isOfJob: false);
        if (node is not DataMapping mapping) return;
        var scope = node == _root ? outer : outer.Within(node["variables"]);
        job = (node["job"] ?? node["deployment"] ?? node["phase"])?.Text ?? job;
        isOfJob |= IsJob(mapping);
        if (isOfJob) AddJob(mapping, [.. scope.Legs(node["strategy"]?["matrix"])], job);
        // What a template is given for a job's container; elsewhere a container may be one of a storage account.
        else if (node["container"] is DataScalar given && ImageText.IsPlainlyReference(given.Value)) Add(given, [scope], job, null, true);
        foreach (var container in node["containers"] is { } containers ? Containers(containers) : []) AddResource(container.Container, container.Alias, scope);
        foreach (var (name, value) in AzureScope.Variables(node["variables"])) AddVariable(name, value, scope);
        AddBuilds(mapping, scope);
        foreach (var (key, value) in mapping.Entries)
            if (!PassedBy.Contains(key.Value)) Walk(value, scope, job, isOfJob && key.Value.StartsWith("${{", StringComparison.Ordinal));
    }

    /// <summary>Whether <c>container</c> in the mapping is a job's: elsewhere, as among a template's parameters, it may be anything.</summary>
    private bool IsJob(DataMapping node) =>
        node == _root || (node["job"] ?? node["deployment"] ?? node["phase"]) is not null
        || ((node["container"] ?? node["services"]) is not null && node["steps"] is not null);

    private void AddJob(DataMapping job, AzureScope[] legs, string? name)
    {
        Add(job["container"] is DataMapping container ? container["image"] : job["container"], legs, name, null, job["container"] is DataMapping);
        foreach (var (key, service) in job["services"]?.Members ?? [])
            Add(service is DataMapping ? service["image"] : service, legs, name, key.Value, service is DataMapping);
    }

    /// <summary>Notes an image; a word that may be the alias of a container resource, perhaps of another file, names none here.</summary>
    private void Add(DataNode? image, AzureScope[] legs, string? job, string? container, bool isImage)
    {
        if (image is not DataScalar { IsNull: false, Value.Length: > 0 } written) return;
        var values = legs.SelectMany(leg => Fill(written, leg)).Take(MostValues).Distinct();
        if (!isImage) values = values.Where(value => value.Value is not { } text || (!_aliases.Contains(text) && text.AsSpan().ContainsAny('/', ':')));
        _context.AddEach(written, values, OccurrenceKind.AzurePipelines, job, container);
    }

    /// <summary>Notes a variable that by its name and its value is an image for the jobs of templates; only one with a version surely is.</summary>
    private void AddVariable(string name, DataScalar value, AzureScope scope)
    {
        var isNamedSo = name.Contains("image", StringComparison.OrdinalIgnoreCase) || name.Contains("container", StringComparison.OrdinalIgnoreCase);
        if (!isNamedSo) return;
        foreach (var filled in Fill(value, scope))
            if (filled.Value is { } text && text.AsSpan(text.LastIndexOf('/') + 1).ContainsAny(':', '@') && ImageText.IsPlainlyReference(text))
                Add(value, filled, null);
    }

    private void AddResource(DataNode container, string alias, AzureScope scope)
    {
        if (container["type"]?.Text is "ACR" && container["repository"] is DataScalar repository)
            foreach (var image in InRegistry(container["registry"]?.Text, repository.Value.Trim(), scope)) Add(repository, image, alias);
        else if (container["image"] is DataScalar { IsNull: false, Value.Length: > 0 } written)
            foreach (var image in Fill(written, scope)) Add(written, image, alias);
    }

    private static IEnumerable<Parsed<string>> InRegistry(string? registry, string repository, AzureScope scope) => registry is null
        ? [Parsed.Problem<string>("its registry is not written here")]
        : scope.FillTogether([registry, repository]).Take(MostValues).Select(filled =>
            Array.Find(filled, part => part.Problem is not null) is { Problem: not null } problem
                ? problem
                : Parsed.Value($"{filled[0].Value}.azurecr.io/{filled[1].Value}"));

    /// <summary>What a text stands for in each use of a template.</summary>
    private Parsed<string>[] Fill(DataScalar text, AzureScope scope)
    {
        Parsed<string>[] values = [.. scope.FillEach(text.Value.Trim()).Take(Math.Clamp(_left, 1, MostValues))];
        _left -= values.Length;
        return values;
    }

    private void Add(DataScalar written, Parsed<string> resolved, string? container) => _context.AddOneOfSeveral(
        ReadingContext.Occurrence(_context.At(written), written.Value, resolved, OccurrenceKind.AzurePipelines) with { Container = container });

    private void AddBuilds(DataMapping step, AzureScope scope)
    {
        if (step["task"]?.Text is { } task && step["inputs"] is { } inputs) AzureTasks.AddBuilds(task, inputs, scope, _context);
        ScriptBuilds.Add(step["script"], step["workingDirectory"]?.Text, _context);
        ScriptBuilds.Add(step["bash"], step["workingDirectory"]?.Text, _context);
    }

    /// <summary>The container resources under <c>containers</c>: a list in a pipeline's resources, by their aliases in a template's parameters.</summary>
    private static IEnumerable<(string Alias, DataNode Container)> Containers(DataNode containers) =>
        containers.Items.SelectMany(item => item["container"]?.Text is { } alias
            ? [(alias, item)]
            : item.Members.SelectMany(member => Containers(member.Value)))
            .Concat(containers.Members.Where(member => member.Value["image"] is DataScalar).Select(member => (member.Key.Value, member.Value)));
}
