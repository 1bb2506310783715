using System.Collections.Immutable;
using System.Globalization;
using Archway.Oci.Content;
using Archway.Oci.Registries;
using Archway.Verifying.Layers;
using Archway.Verifying.Starting;
using Archway.Verifying.Trees;

namespace Archway.Verifying;

/// <summary>Reads what images hold.</summary>
/// <param name="extent">How much of each.</param>
/// <param name="progress">Told how many bytes of layers are read; null when nobody wants to know.</param>
internal sealed class ContentReader(ReadingExtent extent, ReadingProgress? progress) : IDisposable
{
    // A tree may take some dozens of megabytes, so few stand at a time.
    private readonly SemaphoreSlim _turns = new(2);
    private readonly LayerRecords _records = new(progress);

    /// <summary>What one image holds.</summary>
    /// <param name="store">Where what was seen in its layers is kept.</param>
    /// <param name="repository">Where it lies.</param>
    /// <param name="layers">Its layers, lowest first.</param>
    /// <param name="config">Its config.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LayerException">A layer cannot be read, or is another than the config says.</exception>
    /// <exception cref="RegistryException">The store failed, or gave other bytes than a digest says.</exception>
    internal async Task<ContentFacts> ReadAsync(
        ILayerStore store, IRepository repository, ImmutableArray<Descriptor> layers, ImageConfig config, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var read = extent == ReadingExtent.All
                ? await ReadAllAsync(store, repository, layers, config, cancellationToken)
                : await ReadFromTopAsync(store, repository, layers, config, cancellationToken);
            return Describe(layers, config, read, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw new LayerException(LayerFault.Malformed, $"cannot lay the image's layers over each other: {e.Message}; 'archway cache clear' removes it", e);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose()
    {
        _turns.Dispose();
        _records.Dispose();
    }

    private async Task<LayerRecord[]> ReadAllAsync(
        ILayerStore store, IRepository repository, ImmutableArray<Descriptor> layers, ImageConfig config, CancellationToken cancellationToken)
    {
        return await Task.WhenAll(layers.Select((_, i) => ReadAsync(store, repository, layers, config, i, cancellationToken)));
    }

    // What upper layers have is not changed by lower ones, so a program that is found there is the one that runs.
    private async Task<LayerRecord[]> ReadFromTopAsync(
        ILayerStore store, IRepository repository, ImmutableArray<Descriptor> layers, ImageConfig config, CancellationToken cancellationToken)
    {
        List<LayerRecord> read = [];
        for (var i = layers.Length - 1; i >= 0; i--)
        {
            read.Insert(0, await ReadAsync(store, repository, layers, config, i, cancellationToken));
            ProgramSearch search = new(new ImageTree(read, i, cancellationToken), config);
            var programs = search.Find();
            if (programs.Length > 0 && search.IsCertain && programs.All(program => program.IsThere)) break;
        }

        return [.. read];
    }

    private Task<LayerRecord> ReadAsync(
        ILayerStore store, IRepository repository, ImmutableArray<Descriptor> layers, ImageConfig config, int layer, CancellationToken cancellationToken) =>
        _records.ReadAsync(store, repository, layers[layer],
            AreOfOneImage(layers, config) && config.DiffIds[layer].Algorithm == "sha256" ? config.DiffIds[layer] : null, cancellationToken);

    private ContentFacts Describe(ImmutableArray<Descriptor> layers, ImageConfig config, LayerRecord[] read, CancellationToken cancellationToken)
    {
        var unread = layers.Length - read.Length;
        ImageTree tree = new(read, unread, cancellationToken);
        var files = 0;
        var binaries = ImmutableArray.CreateBuilder<ContentFile>();
        foreach (var node in tree.Files())
        {
            files++;
            if (tree.ContentOf(node) is { } content) binaries.Add(new(tree.PathOf(node), tree.LayerOf(node), content, tree.IsExecutable(node)));
        }

        ProgramSearch search = new(tree, config);
        LibrarySearch libraries = new(tree, binaries, search.Variable("LD_LIBRARY_PATH"));
        return new()
        {
            Extent = extent,
            Layers = [.. layers.Select((layer, i) => new ContentLayer(layer.Digest, CreatedBy(layers, config, i), i >= unread))],
            Files = files,
            Binaries = binaries.ToImmutable(),
            Programs = [.. search.Find().Select(program => extent == ReadingExtent.All ? libraries.WithLibraries(program) : program)],
            Gaps = [.. Gaps(layers, config, tree, read)],
        };
    }

    private static IEnumerable<string> Gaps(ImmutableArray<Descriptor> layers, ImageConfig config, ImageTree tree, LayerRecord[] read)
    {
        if (!AreOfOneImage(layers, config))
            yield return string.Create(CultureInfo.InvariantCulture, $"its manifest has {layers.Length} layers and its config tells of {config.DiffIds.Length}");
        if (config.DiffIds.Any(diffId => diffId.Algorithm != "sha256")) yield return "its config names layers by other digests than sha256, which were not checked";
        if (read.Sum(record => (long)record.PassedOver) is > 0 and var passed) yield return $"{Entries(passed)} can become no file";
        if (tree.Misplaced > 0) yield return $"{Entries(tree.Misplaced)} would lie below what is no folder, or be another name of no file";
    }

    private static string Entries(long count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "entry" : "entries")} of its layers");

    private static bool AreOfOneImage(ImmutableArray<Descriptor> layers, ImageConfig config) => layers.Length == config.DiffIds.Length;

    private static string? CreatedBy(ImmutableArray<Descriptor> layers, ImageConfig config, int layer)
    {
        var steps = config.History.Where(step => !step.IsEmptyLayer).ToArray();
        return steps.Length == layers.Length && steps[layer].CreatedBy is { } line ? HistoryLine.Told(line) : null;
    }
}
