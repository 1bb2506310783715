using Archway.Oci.Programs;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Rendering;

/// <summary>Renders the charts and kustomizations of scanned targets with <c>helm</c> and <c>kustomize</c>, beside reading their sources.</summary>
/// <param name="options">How.</param>
internal sealed class Renderer(RenderingOptions options)
{
    private const int MostRenders = 200;
    private const int AtOnce = 2;
    private int _left = MostRenders;

    /// <summary>Renders what a target holds.</summary>
    /// <param name="tree">The target.</param>
    /// <param name="files">The files that were read in it.</param>
    /// <param name="places">The places that its sources name.</param>
    /// <param name="cancellationToken">Ends the programs too.</param>
    internal async Task<RenderedTree> RenderAsync(
        SourceTree tree, IReadOnlyCollection<string> files, IReadOnlyList<ImageOccurrence> places, CancellationToken cancellationToken)
    {
        RenderSource[] sources = [.. ChartSource.Among(files, tree), .. KustomizationSource.Among(files, tree)];
        var renders = new Render?[sources.Length];
        var problems = new string?[sources.Length];
        ParallelOptions bounds = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, sources.Length, bounds, async (i, stop) =>
        {
            try
            {
                (renders[i], problems[i]) = await RenderAsync(sources[i], tree, stop);
            }
            catch (NotRenderedException reason)
            {
                problems[i] = reason.Message;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                problems[i] = $"its files cannot be copied: {fault.Message}";
            }
        });

        Render[] done = [.. renders.OfType<Render>()];
        var not = problems.Index().Where(problem => problem.Item is not null).Select(problem => new NotRendered(sources[problem.Index].File, problem.Item!));
        var joined = done.Length == 0 ? places : RenderedPlaces.Join(places, done);
        return new(joined, done.Length, [.. not.OrderBy(one => one.File, StringComparer.Ordinal)]) { Renders = [.. done] };
    }

    private async Task<(Render Render, string? Problem)> RenderAsync(RenderSource source, SourceTree tree, CancellationToken cancellationToken)
    {
        var program = source.Programs.Select(name => ExternalProgram.Find(name, options.Variable("PATH"))).FirstOrDefault(found => found is not null)
            ?? throw new NotRenderedException(Missing(source.Programs));
        if (Interlocked.Decrement(ref _left) < 0) throw new NotRenderedException($"one run renders {MostRenders} at most; scan a part of the tree");

        using WorkFolder work = new(tree);
        var output = await source.RenderAsync(program, work, options, cancellationToken);
        List<DataProblem> problems = [];
        var images = RenderedText.Read(output, tree, problems, cancellationToken);
        var problem = problems.Count == 0 ? null : $"a part of what {program.Name} wrote for it cannot be read: {problems[0].Message}";
        return (new(source, work.Origins, images), problem);
    }

    private static string Missing(IReadOnlyList<string> programs) =>
        programs is [var only] ? $"{only} is not on the PATH" : $"neither {string.Join(" nor ", programs)} is on the PATH";
}
