using System.Collections.Immutable;
using Archway.Configuring;
using Archway.Judging;
using Archway.Judging.Sources;
using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Reading;
using Archway.Resolving;
using Archway.Upgrading;
using Archway.Verifying;

namespace Archway.Scanning;

/// <summary>The main job: read what is named, ask what is so, judge it.</summary>
/// <param name="catalog">What is known about software.</param>
/// <param name="resolver">What asks for images.</param>
public sealed class Scanner(Catalog catalog, Resolver resolver)
{
    private static readonly CatalogAnswer NotOfARegistry = new()
    {
        Verdict = CatalogVerdict.Unknown,
        Because = "the catalog knows images by their registry's name",
    };

    /// <summary>Whose word it takes for an image to be ready.</summary>
    public Requirement Required { get; init; }

    /// <summary>Scans every target of the request.</summary>
    /// <exception cref="ScanException">Nothing was read from one of the targets.</exception>
    public async Task<ScanResult> ScanAsync(ScanRequest request, IProgress<ScanProgress>? progress, CancellationToken cancellationToken)
    {
        SourceInventory inventory = new(request, catalog, progress);
        foreach (var target in request.Targets) await inventory.AddAsync(target, cancellationToken);
        var owners = inventory.Trees.SelectMany(tree => tree.Counted?.KnownOwners ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (request.Owners.FirstOrDefault(owner => !owners.Contains(owner)) is { } nobody)
            throw new ScanException($"no CODEOWNERS file of the scanned repositories names '{nobody}'; write an owner as it stands there, like @team/payments");

        foreach (var login in inventory.Clusters.SelectMany(cluster => cluster.Logins)) resolver.Stores.Give(login.Image, login.Source, login.Configuration);
        ImmutableArray<ImageOccurrence> places = [.. inventory.Trees.SelectMany(tree => tree.Places)];
        var uses = places.Where(place => place.Image is not null).ToLookup(place => place.Image!.ToString(), StringComparer.Ordinal);
        var images = inventory.Images.Concat(uses.Select(use => ImageSource.Of(use.First().Image!))).DistinctBy(image => image.ToString()).ToArray();
        // What a fix hinges on is asked for as well, and told of only where the fix stands.
        var needed = inventory.Trees.SelectMany(tree => tree.Found).SelectMany(found => found.Needs).Select(need => ImageSource.Of(need))
            .ExceptBy(images.Select(image => image.ToString()), image => image.ToString()).DistinctBy(image => image.ToString()).ToArray();
        ImageSource[] all = [.. images, .. needed];
        progress?.Report(new(inventory.Files, 0, all.Length));
        var asked = 0;
        InlineProgress<ImageFacts> answered = new(_ => progress?.Report(new(inventory.Files, Interlocked.Increment(ref asked), all.Length)));
        var facts = await resolver.Closely(places.Where(place => place is { Gpu: not null, Image: not null }).Select(place => place.Image!.ToString()))
            .ResolveAsync(all, request.Platforms, inDepth: false, request.Contents, answered, cancellationToken);

        var builds = BuiltImages.Of(inventory.Trees.SelectMany(tree => tree.Builds));
        var built = all.Select(image => image.Reference is { } reference ? builds.Find(reference) : null).ToArray();
        foreach (var tree in inventory.Trees)
            foreach (var build in built.OfType<ImageBuild>()) tree.Configured.NoteBuilt(build);
        var judged = facts.Select((fact, i) => JudgeImage(fact, all[i], request.Platforms, built[i])).ToImmutableArray();
        judged = await WithNearAsync(judged, all, built, request.Platforms, request.SearchesAll ? UpgradeReach.All : UpgradeReach.Few, cancellationToken);
        var scanned = judged.Take(images.Length)
            .Select(judgement => new ScannedImage(judgement, [.. uses[judgement.Facts.Image]]))
            .OrderBy(image => (int)image.Judgement.Worst.Status)
            // What every node of a live cluster runs is moved before all else.
            .ThenBy(image => image.UsedAt.All(place => place is not { Namespace: not null, Workload: { } workload } || !workload.StartsWith("DaemonSet/", StringComparison.Ordinal)))
            .ThenBy(image => image.Judgement.Facts.Image, StringComparer.Ordinal)
            .ToImmutableArray();
        var byName = judged.ToDictionary(image => image.Facts.Image, StringComparer.Ordinal);
        ImmutableArray<Finding> findings = [.. NamedFindings(inventory, byName, request.Rules), .. FindingsOf(inventory, byName, request.Today),
            .. inventory.Clusters.SelectMany(cluster => ClusterFindings.Of(cluster, byName, catalog, request.Platforms, cancellationToken).Select(cluster.Tree.Configured.Judged)).OfType<Finding>(),
            .. inventory.Ecs.SelectMany(ecs => EcsFindings.Of(ecs.Look, byName, cancellationToken).Select(ecs.Tree.Configured.Judged)).OfType<Finding>()];
        return new()
        {
            Targets = [.. request.Targets.Select(target => target.Written)],
            Platforms = request.Platforms,
            Looked = Looked(inventory, places, scanned.Length) with
            {
                Rendered = request.Rendering is null ? null : inventory.Trees.Sum(tree => tree.Rendered),
            },
            Occurrences = places,
            Images = HeardRemarks.Of(scanned, findings, request.Rules),
            Findings = [.. findings.Where(finding => finding.Suppression is null)],
            Suppressed = [.. findings.Where(finding => finding.Suppression is not null)],
            Judge = document => inventory.Trees.Take(1).SelectMany(tree => tree.Counting(Judged(document, new(request.Platforms, catalog), byName), document.Source, request.Today)),
            Clusters = [.. inventory.Clusters.Select(cluster => cluster.Look)],
            Pods = inventory.Pods?.All ?? [],
            Nodes = request.KeepsPods ? [.. inventory.Clusters.SelectMany(cluster => cluster.Nodes)] : [],
            Ecs = [.. inventory.Ecs.Select(ecs => ecs.Look)],
            Registries = [.. inventory.Registries.Select(registry => registry.Look)],
            Remarks = [.. inventory.Trees.SelectMany(tree => tree.Remarks(request.Today)).Distinct()],
            Unparsed = [.. UnparsedOf(inventory)],
            Comparisons = [.. inventory.Trees.Select(tree => tree.Counted?.Comparison).OfType<Comparison>()],
            Configurations = [.. inventory.Trees.Select(tree => tree.Configured.Applied).OfType<AppliedConfiguration>()],
            NotRendered = [.. inventory.Trees.SelectMany(tree => tree.NotRendered)],
        };
    }

    /// <summary>Judges images in depth, in their order: every platform's manifest and config is read.</summary>
    public async Task<ImmutableArray<ImageJudgement>> InspectAsync(
        IReadOnlyList<ImageSource> images, ImmutableArray<Platform> platforms, ContentWish? contents, bool findsUpgrades, CancellationToken cancellationToken)
    {
        var facts = await resolver.ResolveAsync(images, platforms, inDepth: !findsUpgrades, findsUpgrades ? null : contents, progress: null, cancellationToken);
        var judged = facts.Select((fact, i) => JudgeImage(fact, images[i], platforms, build: null)).ToArray();
        var near = await WithNearAsync([.. judged], images, new ImageBuild?[images.Count], platforms, findsUpgrades ? UpgradeReach.All : UpgradeReach.Pins, cancellationToken);
        if (!findsUpgrades) return near;
        // Depth costs manifests as well: of an image that does not run the search has them all, unless its content is asked for.
        int[] deep = [.. Enumerable.Range(0, images.Count).Where(i => contents is not null || !judged[i].Targets.Any(Upgrades.IsBlocked))];
        var read = await resolver.ResolveAsync([.. deep.Select(i => images[i])], platforms, inDepth: true, contents, progress: null, cancellationToken);
        var told = near.ToArray();
        foreach (var (n, i) in deep.Index()) told[i] = JudgeImage(read[n] with { Near = near[i].Facts.Near }, images[i], platforms, build: null);
        return [.. told];
    }

    /// <summary>Judges images in their order by what their names stand for, and looks for nothing in their place.</summary>
    public async Task<ImmutableArray<ImageJudgement>> AskAsync(
        IReadOnlyList<ImageSource> images, ImmutableArray<Platform> platforms, CancellationToken cancellationToken)
    {
        var facts = await resolver.ResolveAsync(images, platforms, inDepth: false, contents: null, progress: null, cancellationToken);
        return [.. facts.Select((fact, i) => JudgeImage(fact, images[i], platforms, build: null))];
    }

    /// <summary>Judges one image by what its name stands for, whose index is taken at its word.</summary>
    public async Task<ImageJudgement> AskAsync(ImageSource image, ImmutableArray<Platform> platforms, CancellationToken cancellationToken) =>
        JudgeImage(await resolver.AskAsync(image, platforms, cancellationToken), image, platforms, build: null);

    /// <summary>Judges an image before it is published, by what it is made of alone.</summary>
    /// <exception cref="RegistryException">What it is made of cannot be read.</exception>
    public static async Task<ImageJudgement> JudgeAsync(
        string name, IRepository repository, ImmutableArray<Platform> platforms, ContentWish? contents, CancellationToken cancellationToken) => Judge.Image(
        await Resolver.LookAsync(name, repository, platforms, contents, cancellationToken),
        [.. platforms.Select(platform => new PlatformAnswer(platform, NotOfARegistry))], builtFrom: null);

    private async Task<ImmutableArray<ImageJudgement>> WithNearAsync(
        ImmutableArray<ImageJudgement> judged, IReadOnlyList<ImageSource> images, ImageBuild?[] built, ImmutableArray<Platform> platforms, UpgradeReach reach,
        CancellationToken cancellationToken)
    {
        TagLists tags = new(resolver.Stores);
        TagAnswers answers = new(resolver.Stores, platforms);
        Upgrades upgrades = new(catalog, new(answers, tags), new(answers, tags), reach);
        var names = new ImageReference?[judged.Length];
        for (var i = 0; i < names.Length; i++) names[i] = built[i] is null ? images[i].Reference : null;
        var near = await upgrades.FindAsync(judged, names, cancellationToken);
        return
        [
            .. judged.Select((image, i) => near[i].Images.Length > 0
                ? JudgeImage(image.Facts with { Near = near[i].Images }, images[i], platforms, build: null)
                : near[i].WhyNone is { } why ? image with { Advice = [.. image.Advice, why] } : image),
        ];
    }

    private ImageJudgement JudgeImage(ImageFacts facts, ImageSource image, ImmutableArray<Platform> platforms, ImageBuild? build)
    {
        var known = platforms.Select(platform => new PlatformAnswer(platform, image.Reference is { } reference ? catalog.Ask(reference, platform) : NotOfARegistry));
        var builtFrom = build is null ? null : $"built{(build.Dockerfile is null ? "" : $" from {build.Dockerfile}")} by {build.At.File}:{build.At.Line}";
        return Judge.Image(facts, [.. known], builtFrom, Required);
    }

    private static Looked Looked(SourceInventory inventory, ImmutableArray<ImageOccurrence> places, int images) => new(
        inventory.Files, inventory.Trees.Sum(tree => tree.Documents), places.Length, images,
        places.Count(place => place.Image is null), inventory.Trees.Sum(tree => tree.Skipped), UnparsedOf(inventory).Count());

    // A list above several targets is read for each of them, and told of once.
    private static IEnumerable<UnparsedFile> UnparsedOf(SourceInventory inventory) => inventory.Trees.SelectMany(tree => tree.Unparsed).Distinct();

    // What the user names stands nowhere but on the command line, and counts all the same.
    private static IEnumerable<Finding> NamedFindings(SourceInventory inventory, Dictionary<string, ImageJudgement> judged, ImmutableArray<RuleSetting> rules)
    {
        ConfiguredTree configured = new(own: null, "", new(), rules);
        return inventory.Images.DistinctBy(image => image.ToString()).SelectMany(image => FindingsOf(image.ToString(), image.Reference));

        IEnumerable<Finding> FindingsOf(string name, ImageReference? reference) => Findings
            .At(new() { At = new(name, 1, 1, 0), Written = name, Kind = OccurrenceKind.List, Image = reference }, judged[name], source: null)
            .Select(configured.Judged).OfType<Finding>();
    }

    private static ImmutableArray<Finding> FindingsOf(SourceInventory inventory, Dictionary<string, ImageJudgement> judged, DateOnly today) =>
    [
        .. inventory.Trees.SelectMany(tree => tree.Places
            .SelectMany(place => place.Image is { } image ? FindingsAt(tree, place, judged[image.ToString()]) : [Findings.Unresolved(place)])
            .Concat(tree.Found.Select(found => found.Judged(judged)).OfType<Finding>())
            .Concat(GpuFindings.Of(tree, judged))
            .OrderBy(finding => finding.At.File, StringComparer.Ordinal).ThenBy(finding => finding.At.Line).ThenBy(finding => finding.At.Column)
            .Select(tree.Configured.Judged)
            .OfType<Finding>()
            .Select(finding => tree.Suppressed(finding, today))),
    ];

    // What a document names as it is fixed was not asked for, unless it was named before.
    private static IEnumerable<Finding> Judged(SourceDocument document, RuleContext context, Dictionary<string, ImageJudgement> judged) => document.Occurrences
        .SelectMany(place => place.Image is { } image && judged.TryGetValue(image.ToString(), out var known) ? Findings.At(place, known, document.Source) : [])
        .Concat(Findings.In(document, context).Select(found => found.Among([])?.Judged(judged)).OfType<Finding>());

    // A file is read again where something in it is to be rewritten, which is seldom, rather than kept.
    private static IEnumerable<Finding> FindingsAt(TreeInventory tree, ImageOccurrence place, ImageJudgement image) =>
        Findings.At(place, image, image.Targets.Any(target => target.Near is not null) ? tree.TextOf(place.At.File) : null);

    // Progress<T> would post to the thread pool and so might report an early step after a late one.
    private sealed class InlineProgress<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
