using System.Collections.Immutable;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Clusters.Configuration;

/// <summary>The clusters, users and contexts of a kubeconfig, or of several as kubectl merges them: of two of one name the first file's is taken, whole.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files"/></remarks>
internal sealed class Kubeconfig
{
    private const int LargestFile = 8 * 1024 * 1024;
    private const int NamesShown = 20;

    private readonly Dictionary<string, KubeEntry> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeEntry> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeEntry> _contexts = new(StringComparer.Ordinal);

    /// <summary>The files that it was read from.</summary>
    internal ImmutableArray<string> Files { get; private init; } = [];

    /// <summary>The files that it might have been read from.</summary>
    internal ImmutableArray<string> Places { get; private init; } = [];

    /// <summary>The context that is meant where none is named; null where there is none.</summary>
    internal string? CurrentContext { get; private set; }

    /// <summary>Reads the files that <c>KUBECONFIG</c> names, or else the one in the home.</summary>
    /// <exception cref="ClusterException">One of them is no kubeconfig.</exception>
    internal static Kubeconfig Read(ClusterSettings settings)
    {
        var places = PlacesOf(settings);
        List<(string File, string Text)> read = [];
        foreach (var place in places)
            if (BoundedFile.Find(place, "a kubeconfig", LargestFile) is { } text) read.Add((place, text));
        Kubeconfig all = new() { Files = [.. read.Select(one => one.File)], Places = places };
        foreach (var (file, text) in read) all.Add(file, text);
        return all;
    }

    /// <summary>The context of that name, or the current one.</summary>
    /// <exception cref="ClusterException">There is none.</exception>
    internal KubeContext Get(string? name)
    {
        name ??= CurrentContext ?? throw Missing($"no context is current in {Where}; name one, as k8s:{_contexts.Keys.FirstOrDefault() ?? "CONTEXT"}");
        if (!_contexts.TryGetValue(name, out var context)) throw Missing($"there is no context '{WrittenLogin.Hide(name)}' in {Where}; {Known(_contexts)}");
        return new(context, Named("cluster", _clusters), context.Text("user") is null ? null : Named("user", _users));

        KubeEntry Named(string kind, Dictionary<string, KubeEntry> entries)
        {
            var wanted = context.Text(kind) ?? throw context.Wrong($"it names no {kind}");
            return entries.TryGetValue(wanted, out var entry) ? entry : throw context.Wrong($"there is no {kind} '{wanted}' in {Where}");
        }
    }

    private string Where => Files.IsEmpty
        ? $"a kubeconfig: {string.Join(", ", Places)} {(Places.Length == 1 ? "is" : "are")} not there"
        : string.Join(", ", Files);

    private static string Known(Dictionary<string, KubeEntry> entries) => entries.Count == 0
        ? "it has none"
        : $"it has {string.Join(", ", entries.Keys.Take(NamesShown))}{(entries.Count > NamesShown ? $" and {entries.Count - NamesShown} more" : "")}";

    private static ClusterException Missing(string why) => new(ClusterFault.Configuration, why);

    private static ImmutableArray<string> PlacesOf(ClusterSettings settings)
    {
        if (settings.Variable("KUBECONFIG") is { Length: > 0 } named)
            return [.. named.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(file => Path.GetFullPath(file, settings.WorkingFolder)).Distinct()];
        return (settings.Variable("HOME") ?? settings.Variable("USERPROFILE")) is { Length: > 0 } home ? [Path.Combine(home, ".kube", "config")] : [];
    }

    private void Add(string file, string text)
    {
        List<DataProblem> problems = [];
        var root = YamlReader.ReadDocuments(new SourceText(file, text), problems).FirstOrDefault();
        // What the parser says repeats nothing of the file.
        if (problems is [var problem, ..])
            throw new ClusterException(ClusterFault.Configuration, $"{file} is no kubeconfig: line {problem.At.Line}: {problem.Message}");
        if (root is null or DataScalar { IsNull: true }) return;
        if (root is not DataMapping) throw new ClusterException(ClusterFault.Configuration, $"{file} is no kubeconfig: it holds no mapping");
        Add(root["clusters"], "cluster", file, _clusters);
        Add(root["users"], "user", file, _users);
        Add(root["contexts"], "context", file, _contexts);
        if (root["current-context"]?.Text is { Length: > 0 } current) CurrentContext ??= current;
    }

    private static void Add(DataNode? list, string kind, string file, Dictionary<string, KubeEntry> entries)
    {
        foreach (var item in list?.Items ?? [])
            if (item["name"]?.Text is { Length: > 0 } name) entries.TryAdd(name, new(kind, name, item[kind], file));
    }
}

/// <summary>A context: a cluster, who asks it, and in which namespace.</summary>
/// <param name="Entry">The context itself.</param>
/// <param name="Cluster">Its cluster.</param>
/// <param name="User">Who asks; null where nobody is named.</param>
internal sealed record KubeContext(KubeEntry Entry, KubeEntry Cluster, KubeEntry? User);
