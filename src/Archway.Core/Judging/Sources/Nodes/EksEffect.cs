namespace Archway.Judging.Sources.Nodes;

/// <summary>The effects of taints as EKS names them.</summary>
internal static class EksEffect
{
    /// <summary>What Kubernetes calls an effect; the word itself where EKS has no such.</summary>
    internal static string Of(string word) => word switch
    {
        "NO_SCHEDULE" => "NoSchedule",
        "NO_EXECUTE" => "NoExecute",
        "PREFER_NO_SCHEDULE" => "PreferNoSchedule",
        _ => word,
    };
}
