using System.Runtime.CompilerServices;
using Archway.Oci.References;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Reading.Kustomize;

/// <summary>The images of the resources that a kustomization starts from, as far as they lie in the tree.</summary>
internal sealed class BaseImages(SourceTree tree)
{
    private const int MostFiles = 200;
    private const int DeepestBase = 10;
    private static readonly string[] Lists = ["resources", "bases", "components"];

    // Whatever number of documents a file holds, the resources beside it are read once.
    private static readonly ConditionalWeakTable<SourceText, BaseImages> OfFile = [];

    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<ImageReference> _images = [];

    /// <summary>The images of a kustomization's resources.</summary>
    internal static BaseImages Of(DataNode kustomization, ReadingContext context)
    {
        var images = OfFile.GetValue(context.Source, _ => new(context.Tree));
        images.ReadLists(kustomization, context.Source.Folder, 0);
        return images;
    }

    /// <summary>The image of that name when the resources agree on its tag and digest; null when they do not, or have none.</summary>
    internal ImageReference? Find(string name)
    {
        var wanted = ImageReference.Read(name).Value?.Name;
        var found = _images.Where(image => image.Name == wanted).Distinct().Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    private void ReadLists(DataNode kustomization, string folder, int depth)
    {
        if (depth > DeepestBase) return;
        foreach (var entry in Lists.SelectMany(list => kustomization[list]?.Items ?? []))
        {
            if (_read.Count >= MostFiles) return;
            if (entry.Text is not { Length: > 0 } written || written.StartsWith('/') || written.Contains("://", StringComparison.Ordinal)) continue;
            if (SourceTree.Normalise(folder.Length == 0 ? written : $"{folder}/{written}") is { } path && _read.Add(path)) ReadEntry(path, depth);
        }
    }

    private void ReadEntry(string path, int depth)
    {
        if (tree.FindText(path) is { } resources)
        {
            ReadingContext context = new(resources, tree);
            foreach (var document in YamlReader.ReadDocuments(resources, [])) new ResourceWalk(context).Walk(document);
            _images.AddRange(context.Occurrences.Select(found => found.Image).OfType<ImageReference>());
        }
        else if (KustomizeFormat.FileNames.Select(name => tree.FindText($"{path}/{name}")).FirstOrDefault(text => text is not null) is { } file)
        {
            foreach (var document in YamlReader.ReadDocuments(file, [])) ReadLists(document, path, depth + 1);
        }
    }
}
