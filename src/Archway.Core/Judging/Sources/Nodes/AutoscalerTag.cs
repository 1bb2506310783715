using System.Text.RegularExpressions;

namespace Archway.Judging.Sources.Nodes;

/// <summary>The tags by which Cluster Autoscaler knows what a node of an empty group of AWS would be.</summary>
/// <remarks><see href="https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md#auto-discovery-setup"/></remarks>
internal static partial class AutoscalerTag
{
    internal const string Prefix = "k8s.io/cluster-autoscaler/";
    internal const string Label = Prefix + "node-template/label/";
    internal const string Taint = Prefix + "node-template/taint/";

    /// <summary>The taint that a tag tells of; null where it is ignored, since its value has no effect.</summary>
    /// <remarks>It is looked for anywhere, and what stands before the first colon is the value, as the program does.</remarks>
    internal static (string Value, string Effect)? TaintOf(string value)
    {
        if (!HasEffect().IsMatch(value)) return null;
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        return (value[..colon], value[(colon + 1)..]);
    }

    /// <summary>Whether a node has a label of its own accord, or Cluster Autoscaler knows it without a tag.</summary>
    internal static bool IsOfEveryNode(string label) => label is "kubernetes.io/arch" or "beta.kubernetes.io/arch" or "kubernetes.io/os" or "beta.kubernetes.io/os"
        or "kubernetes.io/hostname" or "node.kubernetes.io/instance-type" or "beta.kubernetes.io/instance-type"
        || label.StartsWith("topology.", StringComparison.Ordinal) || label.StartsWith("failure-domain.", StringComparison.Ordinal);

    /// <summary>Whether what tells of a node may come from a program on it: a driver, an operator, the cloud's own controllers.</summary>
    internal static bool MayBeOfProgram(string key) => key.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
        && (OfPrograms().IsMatch(key[..slash]) || IsOfStart(key));

    /// <summary>Whether a taint goes away once a node has started: it must not be told of, since no pod tolerates it.</summary>
    internal static bool IsOfStart(string taint) => taint.EndsWith("not-ready", StringComparison.Ordinal) || taint.StartsWith("startup-taint.", StringComparison.Ordinal)
        || taint.StartsWith("ignore-taint.", StringComparison.Ordinal) || taint.StartsWith("node.cloudprovider.", StringComparison.Ordinal);

    [GeneratedRegex("(.*):(?:NoSchedule|NoExecute|PreferNoSchedule)", RegexOptions.CultureInvariant)]
    private static partial Regex HasEffect();

    [GeneratedRegex(@"(?:^|\.)(?:k8s\.io|kubernetes\.io|amazonaws\.com|aws|eksctl\.io|nvidia\.com|amd\.com|intel\.com|cilium\.io|projectcalico\.org|istio\.io|karpenter\.sh)\z", RegexOptions.CultureInvariant)]
    private static partial Regex OfPrograms();
}
