using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Assembling.Building;

/// <summary>buildah, which builds on this machine: natively, or by an emulator that the kernel knows.</summary>
internal sealed class Buildah(string file) : IBuildProgram
{
    public string Name => "buildah";

    public async Task<IReadOnlyList<ImageSource>> BuildAsync(
        BuildRequest request, string workFolder, Action<string> heard, CancellationToken cancellationToken)
    {
        if (request.Nodes.FirstOrDefault() is { } node)
            throw new BuildException($"buildah builds on this machine alone, and {node.Platform} was to be built at {node.Place}; build with --with buildx");
        List<ImageSource> parts = [];
        foreach (var platform in request.Platforms) parts.Add(await BuildAsync(platform, request, workFolder, heard, cancellationToken));
        return parts;
    }

    private async Task<ImageSource> BuildAsync(
        Platform platform, BuildRequest request, string workFolder, Action<string> heard, CancellationToken cancellationToken)
    {
        var name = platform.ToString().Replace('/', '-');
        var (id, archive) = (Path.Combine(workFolder, $"{name}.id"), Path.Combine(workFolder, $"{name}.tar"));
        await BuildPrograms.StepAsync(file, platform.ToString(),
            ["build", "--platform", platform.ToString(), "--iidfile", id, .. BuildPrograms.Common(request), request.Context], workFolder, heard, cancellationToken);
        var image = (await File.ReadAllTextAsync(id, cancellationToken)).Trim();
        await BuildPrograms.StepAsync(file, platform.ToString(), ["push", "--quiet", image, $"oci-archive:{archive}"], workFolder, heard, cancellationToken);
        return ImageSource.Parse($"oci-archive:{archive}");
    }
}
