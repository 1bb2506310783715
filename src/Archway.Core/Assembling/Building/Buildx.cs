using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Oci.Programs;
using Archway.Oci.References;

namespace Archway.Assembling.Building;

/// <summary>Docker Buildx, which builds each platform on a node of its own, or all on one builder.</summary>
/// <remarks>
/// For a registry the parts are pushed by digest, from where they were built, and have no name until they are joined. They come here where the target
/// is no registry, and from the engine's own builder, which cannot push by digest.
/// <see href="https://docs.docker.com/build/exporters/image-registry/"/>
/// </remarks>
internal sealed class Buildx(string file) : IBuildProgram
{
    // The driver's container joins the network of the machine that it runs on; a remote one is there already.
    private const string OfDocker = "docker-container";

    public string Name => "docker buildx";

    public async Task<IReadOnlyList<ImageSource>> BuildAsync(
        BuildRequest request, string workFolder, Action<string> heard, CancellationToken cancellationToken)
    {
        var usual = Named(request.Further);
        if (usual is not null && request.Nodes.Length > 0)
            throw new BuildException($"--node names the builder of a platform, and --builder-option names {usual} for all; leave one out");
        // What no node is named for goes to the usual builder, all of it at once.
        var alone = request.Nodes.Where(node => request.Platforms.Contains(node.Platform)).ToArray();
        Platform[] together = [.. request.Platforms.Where(platform => !Array.Exists(alone, node => node.Platform.Equals(platform)))];
        var builds = alone.Select(node => OnNodeAsync(node, request, workFolder, heard, cancellationToken));
        if (together.Length > 0) builds = builds.Append(BuildAsync(usual, together, request, workFolder, heard, cancellationToken));
        return await Task.WhenAll(builds);
    }

    private async Task<ImageSource> OnNodeAsync(
        BuildNode node, BuildRequest request, string workFolder, Action<string> heard, CancellationToken cancellationToken)
    {
        if (!node.IsAddress) return await BuildAsync(node.Place, [node.Platform], request, workFolder, heard, cancellationToken);
        var builder = $"archway-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var driver = node.Place.StartsWith("tcp://", StringComparison.Ordinal) ? "remote" : OfDocker;
        await BuildPrograms.StepAsync(file, node.Platform.ToString(),
            ["buildx", "create", "--name", builder, "--driver", driver, "--platform", node.Platform.ToString(), node.Place], workFolder, heard, cancellationToken);
        try
        {
            return await BuildAsync(builder, [node.Platform], request, workFolder, heard, cancellationToken);
        }
        finally
        {
            // Also of a run that was stopped; that it cannot be taken away says nothing of the build, and is heard.
            await StreamedProgram.RunAsync(file, ["buildx", "rm", "--force", builder], workFolder, line => heard($"{node.Platform} | {line}"), CancellationToken.None);
        }
    }

    private async Task<ImageSource> BuildAsync(
        string? builder, Platform[] platforms, BuildRequest request, string workFolder, Action<string> heard, CancellationToken cancellationToken)
    {
        var name = string.Join('+', platforms.Select(platform => platform.ToString().Replace('/', '-')));
        var (metadata, archive) = (Path.Combine(workFolder, $"{name}.json"), Path.Combine(workFolder, $"{name}.tar"));
        var pushed = request.Target.Reference is { } reference && !await IsOfEngineAsync(builder, workFolder, cancellationToken) ? reference : null;
        var output = pushed is not null
            ? $"type=image,name={pushed.Name},push-by-digest=true,name-canonical=true,push=true"
            : $"type=oci,dest={archive}";
        await BuildPrograms.StepAsync(file, string.Join(',', platforms.Select(platform => platform.ToString())),
        [
            "buildx", "build", "--progress", "plain", .. builder is null || builder == Named(request.Further) ? Array.Empty<string>() : ["--builder", builder],
            "--platform", string.Join(',', platforms.Select(platform => platform.ToString())), "--output", output, "--metadata-file", metadata,
            .. BuildPrograms.Common(request), request.Context,
        ], workFolder, heard, cancellationToken);
        return pushed is not null
            ? ImageSource.Of(ImageReference.Parse($"{pushed.Name}@{await DigestAsync(metadata, cancellationToken)}"))
            : ImageSource.Parse($"oci-archive:{archive}");
    }

    // The builder that Buildx itself is told to take, as its option or as two words; the last one counts.
    private static string? Named(ImmutableArray<string> further)
    {
        const string Option = "--builder";
        var at = further.LastIndexOf(Option);
        return at >= 0 && at + 1 < further.Length ? further[at + 1]
            : further.LastOrDefault(word => word.StartsWith(Option + "=", StringComparison.Ordinal))?[(Option.Length + 1)..];
    }

    // Where it cannot be told, the build that follows says what is wrong.
    private async Task<bool> IsOfEngineAsync(string? builder, string workFolder, CancellationToken cancellationToken)
    {
        var isOfEngine = false;
        await StreamedProgram.RunAsync(file, ["buildx", "inspect", .. builder is null ? Array.Empty<string>() : [builder]], workFolder,
            line => isOfEngine |= line.StartsWith("Driver:", StringComparison.Ordinal) && line.AsSpan("Driver:".Length).Trim() is "docker", cancellationToken);
        return isOfEngine;
    }

    private static async Task<Digest> DigestAsync(string metadata, CancellationToken cancellationToken)
    {
        try
        {
            var digest = OciJson.Read(await File.ReadAllBytesAsync(metadata, cancellationToken), "what Buildx says of the build", Manifest.LargestSize,
                root => root.Text("containerimage.digest"));
            return Digest.Read(digest).Value ?? throw new BuildException("docker buildx does not say under which digest it pushed; version 0.8 or newer does");
        }
        catch (Exception e) when (e is IOException or FormatException or JsonException)
        {
            throw new BuildException($"docker buildx does not say under which digest it pushed: {e.Message}");
        }
    }
}
