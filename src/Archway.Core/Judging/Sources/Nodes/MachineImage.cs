using System.Text.RegularExpressions;

namespace Archway.Judging.Sources.Nodes;

/// <summary>Kinds of machine images of EKS, and paths by which AWS publishes such images.</summary>
/// <remarks>
/// <see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html"/>
/// <see href="https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html"/>
/// </remarks>
internal static partial class MachineImage
{
    /// <summary>For which processors an image is, as Kubernetes names them; null where its name does not say.</summary>
    internal static string? ArchitectureOf(string name)
    {
        if (Kind().Match(name) is { Success: true, Groups: [_, var processors] }) return processors.Value == "ARM_64" ? "arm64" : "amd64";
        if (Path().Match(name) is not { Success: true, Groups: [_, var path] }) return null;
        if (path.Value.Contains("arm64", StringComparison.Ordinal)) return "arm64";
        return path.Value.Contains("x86_64", StringComparison.Ordinal) || OfX86().IsMatch(path.Value) ? "amd64" : null;
    }

    /// <summary>The kind of image like another that is for the other processors; null where there is none, or a path is meant.</summary>
    internal static string? Counterpart(string name) => WithBoth().Match(name) is not { Success: true } ? null
        : name.Contains("ARM_64", StringComparison.Ordinal) ? name.Replace("ARM_64", "x86_64", StringComparison.Ordinal) : name.Replace("x86_64", "ARM_64", StringComparison.Ordinal);

    [GeneratedRegex("^(?:AL2|AL2023|BOTTLEROCKET|WINDOWS_[A-Z0-9_]+)_(x86_64|ARM_64)(?:_[A-Z]+)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Kind();

    [GeneratedRegex("^(?:AL2_(?:x86_64|ARM_64)|AL2023_(?:x86_64|ARM_64)_STANDARD|BOTTLEROCKET_(?:x86_64|ARM_64))\\z", RegexOptions.CultureInvariant)]
    private static partial Regex WithBoth();

    [GeneratedRegex("(/aws/service/(?:eks/optimized-ami|bottlerocket|ami-amazon-linux-latest|ecs/optimized-ami)/[^}\\s]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Path();

    [GeneratedRegex("/optimized-ami/(?:[0-9.]+/)?amazon-linux-2(?:-gpu)?/", RegexOptions.CultureInvariant)]
    private static partial Regex OfX86();
}
