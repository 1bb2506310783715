using System.Text.Json.Serialization;

namespace Archway.Planning;

/// <summary>How pods are kept on machines that run their images.</summary>
public enum PlanStrategy
{
    /// <summary>Whichever of the others fits what was found.</summary>
    [JsonStringEnumMemberName("auto")] Auto,
    /// <summary>Machines with Arm processors alone, where every image runs on them.</summary>
    [JsonStringEnumMemberName("arm-only")] ArmOnly,
    /// <summary>Both kinds of machines, where every image runs on both.</summary>
    [JsonStringEnumMemberName("multi-arch")] MultiArch,
    /// <summary>Both kinds, and pods that run on one alone ask for it by the label.</summary>
    [JsonStringEnumMemberName("labels")] Labels,
    /// <summary>Both kinds, and a taint keeps pods off Arm machines until they say that they run there.</summary>
    [JsonStringEnumMemberName("taints")] Taints,
}
