using System.Collections.Immutable;
using Archway.Scanning;

namespace Archway.Planning;

/// <summary>A part of the cluster without which no Arm node of Amazon EKS becomes ready.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Image">The image that was seen; null where none was.</param>
/// <param name="Told">What is to be known of it.</param>
public sealed record AddOn(string Name, string? Image, string Told)
{
    private static readonly (string Name, string Ending)[] All = [("CoreDNS", "/coredns"), ("kube-proxy", "/kube-proxy"), ("VPC CNI", "/amazon-k8s-cni")];

    /// <summary>Those of Amazon EKS, each as it was seen.</summary>
    internal static ImmutableArray<AddOn> Of(ScanResult scan, NodeTarget target)
    {
        if (target is not (NodeTarget.Eksctl or NodeTarget.Eks or NodeTarget.Karpenter or NodeTarget.ClusterAutoscaler)) return [];
        return
        [
            .. All.Select(one => scan.Images.FirstOrDefault(image => image.UsedAt.Any(place => place.Image?.Repository.EndsWith(one.Ending, StringComparison.Ordinal) == true || "/" + place.Image?.Repository == one.Ending)) is { } seen
                ? new AddOn(one.Name, seen.Judgement.Facts.Image, seen.Judgement.Targets.First(judged => judged.Platform.Architecture == "arm64").Because)
                : new AddOn(one.Name, null, $"not among what was read; aws eks describe-addon --addon-name {AddOnName(one.Name)} tells its version, and eksctl utils update-{UpdateName(one.Name)} brings it up to date")),
        ];
    }

    private static string AddOnName(string name) => name == "VPC CNI" ? "vpc-cni" : name.ToLowerInvariant();

    private static string UpdateName(string name) => name == "VPC CNI" ? "aws-node" : name.ToLowerInvariant();
}
