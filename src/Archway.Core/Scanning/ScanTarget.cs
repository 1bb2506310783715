using Archway.Oci;
using Archway.Oci.References;

namespace Archway.Scanning;

/// <summary>Something a user asks to be scanned, as named on the command line.</summary>
public abstract record ScanTarget
{
    private static readonly string[] ImageSchemes = ["image:", "oci:", "oci-archive:", "docker-archive:"];
    private const string ClusterScheme = "k8s:";

    private ScanTarget(string written) => Written = written;

    /// <summary>The target as the user named it.</summary>
    public string Written { get; }

    /// <summary>A folder, or one file of any kind that is read.</summary>
    /// <param name="Written">The target as the user named it.</param>
    /// <param name="Path">The path on disk.</param>
    public sealed record Sources(string Written, string Path) : ScanTarget(Written);

    /// <summary>A list of references, one a line, on standard input.</summary>
    public sealed record StandardInput() : ScanTarget("-");

    /// <summary>One image.</summary>
    /// <param name="Written">The target as the user named it.</param>
    /// <param name="Source">Where it is kept.</param>
    public sealed record Image(string Written, ImageSource Source) : ScanTarget(Written);

    /// <summary>A live cluster.</summary>
    /// <param name="Written">The target as the user named it.</param>
    /// <param name="Context">The kubeconfig's context; null for the current one, or for the cluster that this pod runs in.</param>
    public sealed record LiveCluster(string Written, string? Context) : ScanTarget(Written);

    /// <summary>Amazon ECS.</summary>
    /// <param name="Written">The target as the user named it.</param>
    /// <param name="Region">The region; null for that of the environment.</param>
    /// <param name="Cluster">The cluster; null for all of the region.</param>
    public sealed record LiveEcs(string Written, string? Region, string? Cluster) : ScanTarget(Written);

    /// <summary>A registry of Amazon ECR.</summary>
    /// <param name="Written">The target as the user named it.</param>
    /// <param name="Account">Whose it is.</param>
    /// <param name="Region">The region; null for that of the environment.</param>
    public sealed record LiveRegistry(string Written, string Account, string? Region) : ScanTarget(Written);

    /// <summary>Reads a target: a path, <c>-</c>, or either with a scheme before it that forces the reading.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="folder">The folder that relative paths start from.</param>
    public static Parsed<ScanTarget> Read(string text, string folder)
    {
        if (text.Length == 0) return Parsed.Problem<ScanTarget>("a target is empty; write . for this folder");
        if (text == "-") return Parsed.Value<ScanTarget>(new StandardInput());
        if (ImageSchemes.Any(scheme => text.StartsWith(scheme, StringComparison.Ordinal)))
        {
            var image = ImageSource.Read(text);
            if (!image.TryGetValue(out var source)) return Parsed.Problem<ScanTarget>(image.Problem!);
            source = source.From(folder);
            return source.Location is null || Path.Exists(source.Location)
                ? Parsed.Value<ScanTarget>(new Image(text, source))
                : Parsed.Problem<ScanTarget>($"there is no file or folder '{WrittenLogin.Hide(source.Path!)}'");
        }

        if (text.StartsWith(ClusterScheme, StringComparison.Ordinal))
            return Parsed.Value<ScanTarget>(new LiveCluster(text, text.Length > ClusterScheme.Length ? text[ClusterScheme.Length..] : null));
        if (AwsTarget.Read(text) is { } aws) return aws;

        var forced = Array.Find(["dir:", "file:"], scheme => text.StartsWith(scheme, StringComparison.Ordinal));
        var path = Path.GetFullPath(Path.Combine(folder, forced is null ? text : text[forced.Length..]));
        if (forced != "file:" && Directory.Exists(path) || forced != "dir:" && File.Exists(path)) return Parsed.Value<ScanTarget>(new Sources(text, path));
        return Parsed.Problem<ScanTarget>(forced is null && ImageReference.Read(text).Value is not null
            ? $"there is no file or folder '{text}'; for the image of that name write image:{text}"
            : $"there is no {forced switch { "dir:" => "folder", "file:" => "file", _ => "file or folder" }} '{WrittenLogin.Hide(path)}'");
    }
}
