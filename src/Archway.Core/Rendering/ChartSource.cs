using System.Text;
using System.Text.Json;
using Archway.Oci.Programs;
using Archway.Reading;

namespace Archway.Rendering;

/// <summary>A Helm chart, rendered with its own values.</summary>
/// <remarks>
/// <c>helm template</c> asks no cluster and resolves no host unless told to, and templates read no file outside their chart.
/// <see href="https://helm.sh/docs/helm/helm_template/"/>
/// </remarks>
internal sealed class ChartSource(string file, SourceTree tree) : RenderSource(file)
{
    private const int LongestValues = 4 * 1024 * 1024;

    internal override OccurrenceKind Kind => OccurrenceKind.RenderedHelm;

    internal override IReadOnlyList<string> Programs => ["helm"];

    /// <summary>The charts among the files: not those inside another chart, which render with it, nor libraries, which render nothing.</summary>
    internal static IEnumerable<ChartSource> Among(IReadOnlyCollection<string> files, SourceTree tree)
    {
        var charts = files.Where(file => file == "Chart.yaml" || file.EndsWith("/Chart.yaml", StringComparison.Ordinal)).ToArray();
        var folders = charts.Select(FolderOf).ToHashSet(StringComparer.Ordinal);
        return charts
            .Where(file => !Around(FolderOf(file)).Any(folders.Contains))
            .Where(file => ChartFile.Find(FolderOf(file), tree) is { IsLibrary: false })
            .Select(file => new ChartSource(file, tree));
    }

    internal override async Task<byte[]> RenderAsync(ExternalProgram program, WorkFolder work, RenderingOptions options, CancellationToken cancellationToken)
    {
        var folder = FolderOf(File);
        ChartCopy copy = new(tree, work, options.AllowsNetwork);
        copy.Copy(folder, cancellationToken);
        if (copy.Repositories.Count > 0)
        {
            WriteRepositories(copy.Repositories, work);
            await FetchAsync(copy.Repositories);
        }

        List<string> arguments = ["template", "release-name", work.OnDisk(folder), "--namespace", "default"];
        foreach (var (i, values) in options.Values.Index())
        {
            arguments.Add("--values");
            arguments.Add(work.Write($"values-{i}.yaml", Values(values)));
        }

        return await RenderProgram.RunAsync(program, arguments, work, options, cancellationToken);

        async Task FetchAsync(IEnumerable<string> repositories)
        {
            try
            {
                await RenderProgram.RunAsync(program, ["dependency", "build", work.OnDisk(folder)], work, options, cancellationToken);
            }
            catch (NotRenderedException reason)
            {
                // What helm advises, such as 'helm repo update', would reach the user's own home and never this one.
                var said = reason.Message.Split(" (try 'helm")[0].TrimEnd('.');
                throw new NotRenderedException(
                    $"the charts it depends on could not be fetched from {string.Join(", ", repositories.Select(ChartCopy.Shown))}: {said}; "
                    + "see that this machine reaches it, or put them into the chart's charts folder");
            }
        }
    }

    internal override IImagePlaces Places(IReadOnlyDictionary<string, string> origins, IReadOnlyList<RenderedImage> images) =>
        new TemplatePlaces(File, tree, origins, images);

    // A locked dependency is fetched only from a repository that helm was told before.
    private static void WriteRepositories(IReadOnlyList<string> repositories, WorkFolder work)
    {
        StringBuilder file = new("apiVersion: \"\"\ngenerated: \"2000-01-01T00:00:00Z\"\nrepositories:\n");
        foreach (var (i, url) in repositories.Index()) file.Append($"- name: dependency-{i}\n  url: \"{JsonEncodedText.Encode(url)}\"\n");
        var folder = Directory.CreateDirectory(Path.Combine(work.Home, "config", "helm"));
        System.IO.File.WriteAllText(Path.Combine(folder.FullName, "repositories.yaml"), file.ToString());
    }

    private static byte[] Values(string file)
    {
        try
        {
            return new FileInfo(file).Length <= LongestValues
                ? System.IO.File.ReadAllBytes(file)
                : throw new NotRenderedException($"{file} has more than {LongestValues} bytes");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NotRenderedException($"{file} cannot be read: {exception.Message}");
        }
    }

    /// <summary>The folders whose chart a folder would be a part of: what stands before each <c>charts</c> on its path.</summary>
    private static IEnumerable<string> Around(string folder)
    {
        var parts = folder.Split('/');
        return Enumerable.Range(0, parts.Length).Where(i => parts[i] == "charts").Select(i => string.Join('/', parts[..i]));
    }
}
