using System.Collections.Immutable;
using Archway.Configuring;
using Archway.Configuring.Ignoring;
using Archway.Judging;
using Archway.Judging.Sources;
using Archway.Judging.Sources.Kubernetes;
using Archway.Placing.Manifests;
using Archway.Placing.Scheduling;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;
using Archway.Reading.Kustomize;
using Archway.Rendering;

namespace Archway.Scanning;

/// <summary>What reading one target brought; documents themselves are not kept.</summary>
/// <param name="configured">The target as it is configured.</param>
/// <param name="counted">Which of its files count; null when it has no files.</param>
/// <param name="prefix">What stands before its paths in the report.</param>
/// <param name="context">What rules know beside a document.</param>
/// <param name="tree">Its files; null when it has none.</param>
internal sealed class TreeInventory(ConfiguredTree configured, CountedFiles? counted, string prefix, RuleContext context, SourceTree? tree)
{
    private const int MostNodes = 10_000;
    private readonly List<string> _files = [];
    private readonly HashSet<SourceSpan> _counting = [];
    private RenderedTree _rendered = new([], 0, []);
    private List<ImageOccurrence> _places = [];
    private ImmutableArray<ImageOccurrence> _final;
    private TreeConfiguration? _own;
    private string? _lastProblem;
    private string? _lastRead;
    private SourceText? _lastText;

    internal ConfiguredTree Configured => configured;

    internal CountedFiles? Counted => counted;

    /// <summary>Whether any file was read that might name images.</summary>
    internal bool HasFiles => _files.Count > 0;

    internal int Files => _files.Count + (_own is null ? 0 : 1);

    internal int Documents { get; private set; }

    internal int Skipped { get; private set; }

    /// <summary>Where the pods that its workloads make are kept; null where they are not.</summary>
    internal PodInventory? Pods { get; init; }

    internal List<ImageBuild> Builds { get; } = [];

    internal List<UnparsedFile> Unparsed { get; } = [];

    private readonly List<InlineIgnore> _ignores = [];
    private ILookup<string, InlineIgnore>? _ignoresByFile;
    private IgnoreLists? _listed;

    private readonly List<SourceFinding> _found = [];
    private readonly List<NodePool> _pools = [];
    private readonly List<Node> _nodes = [];
    private bool _patchesPods;

    /// <summary>What rules found in its documents, where that counts; to be asked for when all is read.</summary>
    // A patch may give pods what they lack.
    internal IEnumerable<SourceFinding> Found => _found.Select(found => _patchesPods && found.ShutOut is not null ? null : found.Among(_pools)).OfType<SourceFinding>();

    /// <summary>The nodes that it shows, as <c>kubectl get nodes -o yaml</c> writes them.</summary>
    internal IReadOnlyList<Node> Nodes => _nodes;

    internal int Rendered => _rendered.Rendered;

    /// <summary>The charts and kustomizations that were not rendered.</summary>
    internal IEnumerable<NotRendered> NotRendered => _rendered.NotRendered.Select(one => one with { File = prefix + one.File });

    /// <summary>The places that name images, where they count; to be asked for when all is read.</summary>
    internal ImmutableArray<ImageOccurrence> Places => _final.IsDefault ? _final = [.. Counting()] : _final;

    /// <summary>Why no file of it was read.</summary>
    internal string WhyNothing => _lastProblem
        ?? (configured.PassedBy > 0
            ? $"its own {configured.Applied!.File} excludes what names images; --no-tree-config passes over that"
            : "no file there is of a kind that names images");

    /// <summary>Notes the target's own configuration, which is a file of it, though not one that names images.</summary>
    internal void Add(TreeConfiguration own)
    {
        _own = own;
        Documents++;
        Builds.AddRange(own.Builds.Select(Placed));
        Unparsed.AddRange(own.Problems.Select(problem => new UnparsedFile(prefix + problem.At.File, problem.At.Line, problem.Message)));
    }

    internal void AddSkipped() => Skipped++;

    internal void Add(SourceItem item)
    {
        switch (item)
        {
            case SourceItem.File file:
                _files.Add(file.Path);
                _listed?.Note(file.Path);
                AddListProblems();
                break;
            case SourceItem.Document document:
                Documents++;
                AddIgnores(document.Content.Source);
                _places.AddRange(document.Content.Occurrences);
                if (counted?.RestsOnChange(document.Path) != false)
                    foreach (var place in document.Content.Occurrences) _counting.Add(place.At);
                Builds.AddRange(document.Content.Builds.Select(Placed));
                if (counted is null || (counted.RestsOnChange(document.Path) && counted.IsWanted(document.Path)))
                    _found.AddRange(Findings.In(document.Content, context).Select(Placed));
                _pools.AddRange(NodePool.In(document.Content).Select(pool => pool with { At = Placed(pool.At) }));
                _patchesPods |= document.Content is DataDocument { Format: KustomizeFormat };
                if (document.Content is not DataDocument data) break;
                Pods?.Add(data, prefix);
                if (data.Format is KubernetesFormat && _nodes.Count < MostNodes) _nodes.AddRange(ManifestText.Resources(data.Root)
                    .Where(resource => resource["kind"]?.Text == "Node").Select(NodeReader.Of).OfType<Node>());
                break;
            case SourceItem.Unparsed unparsed:
                _lastProblem = unparsed.Problem;
                if (counted is null || (counted.RestsOnChange(unparsed.Path) && counted.IsWanted(unparsed.Path)))
                    Unparsed.Add(new(prefix + unparsed.Path, unparsed.Line, unparsed.Problem));
                break;
            case SourceItem.Skipped skipped:
                Skipped++;
                configured.NotePassedBy(skipped.Path);
                break;
        }
    }

    /// <summary>Notes an object of a live cluster, in which nobody edits a line.</summary>
    /// <param name="document">The object.</param>
    /// <param name="judges">Whether somebody wrote it, so that what stands in it is theirs to change.</param>
    /// <param name="places">Its images as they are told, where that is not as they stand in it.</param>
    internal void AddLive(SourceDocument document, bool judges, ImmutableArray<ImageOccurrence> places = default)
    {
        Documents++;
        if (places.IsDefault) places = document.Occurrences;
        _places.AddRange(places);
        foreach (var place in places) _counting.Add(place.At);
        if (!judges) return;
        _found.AddRange(Findings.In(document, context).Select(found => found with { Finding = found.Finding with { At = new(document.Source.Path, 1, 1, 0), Fix = null } }));
    }

    /// <summary>Joins what rendering the charts and kustomizations shows to what was read.</summary>
    internal async Task RenderAsync(Renderer renderer, SourceTree tree, CancellationToken cancellationToken)
    {
        _rendered = await renderer.RenderAsync(tree, _files, _places, cancellationToken);
        _places = [.. _rendered.Places];
    }

    private IEnumerable<ImageOccurrence> Counting() => _places
        .Where(place => _counting.Contains(place.At) || _rendered.FilesBehind(place).Any(file => counted!.HasChanged(file)))
        .Where(place => counted?.IsWanted(place.At.File) != false)
        // Dockerfiles were read behind the others.
        .OrderBy(place => place.At.File, StringComparer.Ordinal)
        .Select(place => place with { At = Placed(place.At), Owners = counted?.OwnersOf(place.At.File) ?? [] });

    /// <summary>Notes the lists of what is let be.</summary>
    internal void Add(IgnoreLists listed)
    {
        _listed = listed;
        AddListProblems();
    }

    /// <summary>What is to be tidied in the lists; to be asked for when all findings were judged.</summary>
    internal IEnumerable<string> Remarks(DateOnly today) => (_listed?.Remarks(Above, counted?.IsAll != false, today) ?? []);

    private void AddListProblems() => Unparsed.AddRange((_listed?.TakeProblems() ?? [])
        .Select(problem => new UnparsedFile(Above(problem.At.File), problem.At.Line, problem.Message)));

    // A list above the target is named alike by all targets that it is above of.
    private string Above(string list)
    {
        var folder = prefix;
        while (list.StartsWith("../", StringComparison.Ordinal) && folder.TrimEnd('/') is { Length: > 0 } named && !named.EndsWith("..", StringComparison.Ordinal))
            (list, folder) = (list[3..], named[..(named.LastIndexOf('/') + 1)]);
        return folder + list;
    }

    /// <summary>The finding, let be where a comment beside it or a list says so.</summary>
    internal Finding Suppressed(Finding finding, DateOnly today) =>
        Suppressed(finding, _ignoresByFile ??= InlineIgnore.ByFile(_ignores), finding.At.File[prefix.Length..], today);

    /// <summary>What counts of findings in a text as it would be, by the comments that stand in it then.</summary>
    internal IEnumerable<Finding> Counting(IEnumerable<Finding> findings, SourceText source, DateOnly today)
    {
        var ignores = InlineIgnore.ByFile(configured.IsHeeded ? InlineIgnore.In(source, []) : []);
        return findings.Select(configured.Judged).OfType<Finding>()
            .Select(finding => Suppressed(finding, ignores, finding.At.File, today)).Where(finding => finding.Suppression is null);
    }

    private Finding Suppressed(Finding finding, ILookup<string, InlineIgnore> ignores, string path, DateOnly today) =>
        InlineIgnore.Find(ignores, finding) is { } ignore
            ? finding with { Suppression = new(SuppressionKind.Comment, ignore.Reason) }
            : _listed?.Judged(finding, path, today) ?? finding;

    /// <summary>The text of a file of it, read anew; null when it is not there.</summary>
    internal SourceText? TextOf(string file)
    {
        if (tree is null || !file.StartsWith(prefix, StringComparison.Ordinal)) return null;
        // Places come file by file.
        return _lastText?.Path == file[prefix.Length..] ? _lastText : _lastText = tree.FindText(file[prefix.Length..]);
    }

    // A file has them once, however many documents it holds.
    private void AddIgnores(SourceText source)
    {
        if (_lastRead == source.Path || !configured.IsHeeded) return;
        _lastRead = source.Path;
        List<DataProblem> problems = [];
        _ignores.AddRange(InlineIgnore.In(source, problems).Select(ignore => ignore with { File = prefix + ignore.File }));
        Unparsed.AddRange(problems.Select(problem => new UnparsedFile(prefix + problem.At.File, problem.At.Line, problem.Message)));
    }

    private SourceFinding Placed(SourceFinding found) => found with { Finding = found.Finding with { At = Placed(found.Finding.At) } };

    private ImageBuild Placed(ImageBuild build) => build with { At = Placed(build.At), Dockerfile = build.Dockerfile is { } file ? prefix + file : null };

    private SourceSpan Placed(SourceSpan at) => at with { File = prefix + at.File };
}
