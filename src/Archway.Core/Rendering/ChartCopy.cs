using Archway.Reading;

namespace Archway.Rendering;

/// <summary>Copies a chart with the charts it depends on, as far as they lie in the scanned tree.</summary>
/// <remarks>
/// A dependency at <c>file://../common</c> is put under <c>charts</c> as helm would; one that has to be fetched is refused, or told to helm
/// where the user allows the network.
/// </remarks>
internal sealed class ChartCopy(SourceTree tree, WorkFolder work, bool allowsNetwork)
{
    private const string Local = "file://";
    private const int Deepest = 5;

    /// <summary>The addresses that dependencies are still to be fetched from.</summary>
    internal List<string> Repositories { get; } = [];

    /// <exception cref="NotRenderedException">A dependency is not in the tree and may not be fetched.</exception>
    internal void Copy(string folder, CancellationToken cancellationToken) => Copy(folder, folder, 0, cancellationToken);

    private void Copy(string folder, string to, int depth, CancellationToken cancellationToken)
    {
        if (depth > Deepest) throw new NotRenderedException($"its dependencies lie more than {Deepest} charts deep");
        work.CopyFolder(folder, to, cancellationToken);
        var chart = ChartFile.Find(folder, tree);
        foreach (var dependency in chart?.Dependencies ?? [])
        {
            if (IsThere(dependency.Name, to)) continue;
            if (dependency.Repository.StartsWith(Local, StringComparison.Ordinal)) CopyLocal(dependency, folder, to, depth, cancellationToken);
            else if (dependency.Repository.Length == 0)
                throw new NotRenderedException($"the chart {dependency.Name}, which it depends on, is not in its charts folder");
            else if (!allowsNetwork)
                throw new NotRenderedException($"it takes the chart {dependency.Name} from {Shown(dependency.Repository)}; --render-network allows that");
            else if (!Repositories.Contains(dependency.Repository)) Repositories.Add(dependency.Repository);
        }

        // helm believes the lock, which could name a folder outside the tree.
        if (Repositories.Count > 0 && ChartFile.Locked(folder, tree).Except(chart!.Dependencies.Select(dependency => dependency.Repository)).Any())
            throw new NotRenderedException("its Chart.lock takes a chart from where Chart.yaml does not");
    }

    private void CopyLocal(ChartFile.Dependency dependency, string folder, string to, int depth, CancellationToken cancellationToken)
    {
        var path = SourceTree.Normalise($"{folder}/{dependency.Repository[Local.Length..]}")
            ?? throw new NotRenderedException($"the chart {dependency.Name}, which it depends on, lies outside the scanned folder");
        if (ChartFile.Find(path, tree) is null) throw new NotRenderedException($"the chart {dependency.Name}, which it depends on, is not at {path}");
        Copy(path, $"{(to.Length == 0 ? "" : to + "/")}charts/{dependency.Name}", depth + 1, cancellationToken);
        // Where helm itself brings the dependencies together, it looks for this one at its own place.
        if (allowsNetwork) work.CopyFolder(path, path, cancellationToken);
    }

    private bool IsThere(string name, string chart)
    {
        var charts = work.OnDisk(chart.Length == 0 ? "charts" : chart + "/charts");
        return Directory.Exists(Path.Combine(charts, name)) || (Directory.Exists(charts) && Directory.EnumerateFiles(charts, name + "-*.tgz").Any());
    }

    // An address may hold a password.
    internal static string Shown(string repository) => Uri.TryCreate(repository, UriKind.Absolute, out var uri)
        ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : "a repository";
}
