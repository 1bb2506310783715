using Archway.Oci.Platforms;
using Archway.Reading;

namespace Archway.Judging.Clusters;

/// <summary>A live service of Amazon ECS, or tasks of it, that its capacity starts where its images do not run, or cannot start at all.</summary>
internal static class E103CrashesToday
{
    internal const string Id = "E103";
    private const int InstancesShown = 3;

    /// <summary>The finding about a task on Fargate.</summary>
    /// <param name="place">The image that does not run, where it is named.</param>
    /// <param name="because">Why it does not run.</param>
    /// <param name="platform">What Fargate starts it on.</param>
    /// <param name="isSaid">Whether its definition says so, and not Fargate's default.</param>
    internal static Finding OnFargate(ImageOccurrence place, string because, Platform platform, bool isSaid) => Of(place, platform,
        $"{place.Workload} is started on {platform}, {(isSaid ? "as its runtimePlatform says" : "which Fargate takes where no runtimePlatform says another")}, and crashes: {because}; "
        + "say the cpuArchitecture that its images are made for, or replace the image");

    /// <summary>The finding about a task on instances.</summary>
    /// <param name="place">The image that does not run, where it is named.</param>
    /// <param name="because">Why it does not run.</param>
    /// <param name="platform">What it does not run on.</param>
    /// <param name="instances">The instances of that platform which take the task.</param>
    /// <param name="all">How many instances take it.</param>
    /// <param name="isDaemon">Whether every instance that takes it runs it.</param>
    internal static Finding OnInstances(ImageOccurrence place, string because, Platform platform, IReadOnlyList<string> instances, int all, bool isDaemon) => Of(place, platform,
        $"{place.Workload} {(isDaemon ? "is placed" : "may be placed")} on {instances.Count} of {all} {(all == 1 ? "instance that takes it" : "instances that take it")} where it crashes: {because}; "
        + $"{(instances.Count == 1 ? "that is" : "those are")} {Shown(instances)}; "
        + "say the cpuArchitecture in its runtimePlatform and constrain its placement to attribute:ecs.cpu-architecture, or replace the image");

    /// <summary>The finding about a task that no instance takes.</summary>
    /// <param name="place">Its first image, where it is named.</param>
    /// <param name="asked">What its definition asks for.</param>
    /// <param name="has">What the instances are.</param>
    /// <param name="instances">How many they are.</param>
    internal static Finding Nowhere(ImageOccurrence place, Platform asked, string has, int instances) => Of(place, asked,
        $"{place.Workload} cannot start: it asks for {asked}, and {(instances == 1 ? "the only instance" : $"all {instances} instances")} of its capacity {(instances == 1 ? "is" : "are")} {has}; "
        + $"add capacity of {asked} or change its runtimePlatform") with
    {
        Image = null,
    };

    private static Finding Of(ImageOccurrence place, Platform platform, string message) => new()
    {
        Rule = Id,
        Severity = Severity.Blocker,
        At = place.At,
        Image = place.Image,
        Platform = platform,
        Message = message,
    };

    private static string Shown(IReadOnlyList<string> instances) =>
        string.Join(", ", instances.Take(InstancesShown)) + (instances.Count > InstancesShown ? $" and {instances.Count - InstancesShown} more" : "");
}
