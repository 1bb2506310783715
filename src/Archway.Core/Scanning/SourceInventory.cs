using Archway.Configuring;
using Archway.Configuring.Ignoring;
using Archway.Judging.Sources;
using Archway.Knowing;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Rendering;

namespace Archway.Scanning;

/// <summary>What reading the targets brought together.</summary>
/// <param name="request">What is read, and how.</param>
/// <param name="catalog">What is known about software.</param>
/// <param name="progress">Told each file.</param>
internal sealed class SourceInventory(ScanRequest request, Catalog catalog, IProgress<ScanProgress>? progress)
{
    // Targets may overlap: what one of them brought, another does not bring again.
    private readonly HashSet<string> _targets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TreeInventory> _readBy = new(StringComparer.Ordinal);
    private readonly RuleContext _context = new(request.Platforms, catalog);
    private readonly Renderer? _renderer = request.Rendering is { } rendering ? new(rendering) : null;

    /// <summary>What makes pods among them; null where that is not kept.</summary>
    internal PodInventory? Pods { get; } = request.KeepsPods ? new() : null;

    /// <summary>The targets that hold sources.</summary>
    internal List<TreeInventory> Trees { get; } = [];

    /// <summary>The targets that are live clusters.</summary>
    internal List<ClusterInventory> Clusters { get; } = [];

    /// <summary>The targets that are clusters of Amazon ECS.</summary>
    internal List<EcsInventory> Ecs { get; } = [];

    /// <summary>The targets that are registries of Amazon ECR.</summary>
    internal List<EcrInventory> Registries { get; } = [];

    /// <summary>The images that were named as targets themselves.</summary>
    internal List<ImageSource> Images { get; } = [];

    internal int Files => Trees.Sum(tree => tree.Files);

    /// <summary>Reads one target.</summary>
    /// <exception cref="ScanException">Nothing was read from it.</exception>
    internal async Task AddAsync(ScanTarget target, CancellationToken cancellationToken)
    {
        if (target is not ScanTarget.Sources && (request.Changes is not null || !request.Owners.IsEmpty))
            throw new ScanException($"'{target.Written}' is no file or folder, and only those have changes and owners; scan it by itself");
        switch (target)
        {
            case ScanTarget.Image image:
                Images.Add(image.Source);
                break;
            case ScanTarget.LiveCluster cluster:
                if (!_targets.Add(cluster.Written)) break;
                ClusterInventory live = new(request, _context) { Kept = Pods };
                await live.ReadAsync(cluster, cancellationToken);
                Clusters.Add(live);
                Trees.Add(live.Tree);
                break;
            case ScanTarget.LiveEcs ecs:
                if (!_targets.Add(ecs.Written)) break;
                EcsInventory services = new(request, _context);
                await services.ReadAsync(ecs, cancellationToken);
                Ecs.Add(services);
                Trees.Add(services.Tree);
                break;
            case ScanTarget.LiveRegistry registry:
                if (!_targets.Add(registry.Written)) break;
                EcrInventory tags = new(request, _context);
                await tags.ReadAsync(registry, cancellationToken);
                Registries.Add(tags);
                Trees.Add(tags.Tree);
                break;
            case ScanTarget.StandardInput:
                TreeInventory list = new(new(own: null, "", request.Reading, request.Rules), counted: null, "", _context, tree: null);
                Read(list, SourceReader.ReadList(new SourceText("-", await ListInput.ReadAsync(request.StandardInput, cancellationToken))));
                break;
            case ScanTarget.Sources sources:
                await AddSourcesAsync(sources, cancellationToken);
                break;
        }
    }

    private async Task AddSourcesAsync(ScanTarget.Sources sources, CancellationToken cancellationToken)
    {
        if (!_targets.Add(Path.TrimEndingDirectorySeparator(sources.Path))) return;
        SourceTree tree = new(sources.Path);
        var prefix = PrefixOf(sources);
        var own = TreeConfiguration.Find(tree);
        var heeded = request.HeedsTreeConfiguration ? own : null;
        TreeInventory inventory = new(new(heeded, prefix, request.Reading, request.Rules, request.HeedsTreeConfiguration),
            await CountedFiles.OfAsync(sources, tree, request, cancellationToken), prefix, _context, tree)
        {
            Pods = Pods,
        };
        if (heeded is not null) inventory.Add(heeded);
        else if (own is not null) inventory.AddSkipped();
        if (request.HeedsTreeConfiguration) inventory.Add(new IgnoreLists(tree));

        var isNew = Read(inventory, SourceReader.Read(tree, inventory.Configured.Reading, cancellationToken), tree.Root);
        if (!inventory.HasFiles && isNew) throw new ScanException($"nothing was read from '{sources.Written}': {inventory.WhyNothing}");
        if (_renderer is not null) await inventory.RenderAsync(_renderer, tree, cancellationToken);
    }

    /// <summary>Reads what no target before has brought.</summary>
    /// <returns>Whether no file of it had been read before.</returns>
    private bool Read(TreeInventory inventory, IEnumerable<SourceItem> items, string root = "")
    {
        var before = Files;
        var isNew = true;
        Trees.Add(inventory);
        foreach (var item in items)
        {
            var file = Path.Combine(root, item.Path);
            if (request.Targets.Length == 1 || _readBy.TryAdd(file, inventory) || _readBy[file] == inventory) inventory.Add(item);
            else isNew &= item is not SourceItem.File;
            if (item is SourceItem.File) progress?.Report(new(before + inventory.Files, 0, null));
        }

        return isNew;
    }

    // Paths are relative to the target; of several targets each path says which one it is of.
    private string PrefixOf(ScanTarget.Sources sources)
    {
        if (request.Targets.Length == 1) return "";
        var scheme = Array.Find(["dir:", "file:"], one => sources.Written.StartsWith(one, StringComparison.Ordinal));
        var written = sources.Written[(scheme?.Length ?? 0)..];
        var folder = File.Exists(sources.Path) ? Path.GetDirectoryName(written)! : written.TrimEnd('/');
        return folder is "" or "." ? "" : folder + "/";
    }
}
