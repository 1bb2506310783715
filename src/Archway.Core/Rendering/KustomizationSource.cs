using Archway.Oci.Programs;
using Archway.Reading;

namespace Archway.Rendering;

/// <summary>A kustomization that no other one of the tree builds upon.</summary>
internal sealed class KustomizationSource(string file, SourceTree tree) : RenderSource(file)
{
    internal override OccurrenceKind Kind => OccurrenceKind.RenderedKustomize;

    internal override IReadOnlyList<string> Programs => ["kustomize", "kubectl"];

    /// <summary>The kustomizations among the files that stand for themselves.</summary>
    internal static IEnumerable<KustomizationSource> Among(IReadOnlyCollection<string> files, SourceTree tree)
    {
        var found = files
            .Where(file => Reading.Kustomize.KustomizeFormat.FileNames.Contains(file[(file.LastIndexOf('/') + 1)..]))
            .Select(file => KustomizationFile.Find(FolderOf(file), tree)).OfType<KustomizationFile>()
            .DistinctBy(kustomization => kustomization.Folder).ToArray();
        var used = found.SelectMany(user => user.Bases.Select(entry => SourceTree.Normalise(Under(user.Folder, entry))))
            .OfType<string>().ToHashSet(StringComparer.Ordinal);
        return found.Where(kustomization => kustomization.IsWhole && !used.Contains(kustomization.Folder))
            .Select(kustomization => new KustomizationSource(kustomization.Text.Path, tree));
    }

    internal override Task<byte[]> RenderAsync(ExternalProgram program, WorkFolder work, RenderingOptions options, CancellationToken cancellationToken)
    {
        var folder = FolderOf(File);
        new KustomizationCopy(tree, work, options.AllowsNetwork).Copy(KustomizationFile.Find(folder, tree)!, cancellationToken);
        // Neither has plugins, functions or charts enabled unless told to, and files are loaded from the kustomization's own folder only.
        string[] arguments = [program.Name == "kubectl" ? "kustomize" : "build", work.OnDisk(folder)];
        return RenderProgram.RunAsync(program, arguments, work, options, cancellationToken);
    }

    internal override IImagePlaces Places(IReadOnlyDictionary<string, string> origins, IReadOnlyList<RenderedImage> images) =>
        new KustomizationPlaces(File, tree, origins);
}
