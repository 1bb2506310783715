using System.Collections.Immutable;
using Archway.Oci.Platforms;

namespace Archway.Reading.Ecs.Live;

/// <summary>A service of Amazon ECS, or tasks that no service made: what they run, and on what capacity.</summary>
public sealed record EcsWorkload
{
    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>The cluster's name.</summary>
    public required string Cluster { get; init; }

    /// <summary>The service's name; of tasks without one the family of their definition.</summary>
    public required string Name { get; init; }

    /// <summary>The task definition, as Amazon resource name.</summary>
    public required string Definition { get; init; }

    /// <summary>Whether a service keeps it running.</summary>
    public required bool IsService { get; init; }

    /// <summary>Whether it runs once on each instance.</summary>
    public bool IsDaemon { get; init; }

    /// <summary>What it is launched on: <c>FARGATE</c>, <c>EC2</c>, <c>EXTERNAL</c>; null where capacity providers say.</summary>
    public string? LaunchType { get; init; }

    /// <summary>The capacity providers that it is placed by.</summary>
    public ImmutableArray<string> Providers { get; init; } = [];

    /// <summary>How many tasks it is to have.</summary>
    public long Desired { get; init; }

    /// <summary>How many it has.</summary>
    public long Running { get; init; }

    /// <summary>How it stands, where it does not simply run.</summary>
    public string? State { get; init; }

    /// <summary>The architecture that its definition asks for: <c>X86_64</c>, <c>ARM64</c>; null where it says none.</summary>
    public string? AsksFor { get; init; }

    /// <summary>The operating system that its definition asks for; null where it says none.</summary>
    public string? AsksForSystem { get; init; }

    /// <summary>What it asks of the instances that take it, in the cluster query language.</summary>
    public ImmutableArray<string> Constraints { get; init; } = [];

    /// <summary>Units of CPU that a task has, of which a core has 1024; null where only its containers say.</summary>
    public long? Cpu { get; init; }

    /// <summary>Mebibytes of memory that a task has; null where only its containers say.</summary>
    public long? Memory { get; init; }

    /// <summary>Its images.</summary>
    public ImmutableArray<ImageOccurrence> Places { get; init; } = [];

    /// <summary>Whether it runs on machines that AWS chooses.</summary>
    public bool IsOnFargate => LaunchType == "FARGATE" || Providers.Any(provider => provider is "FARGATE" or "FARGATE_SPOT");

    /// <summary>Where it is told.</summary>
    internal string Path => IsService ? $"ecs:{Region}/{Cluster}/{Name}" : $"ecs:{Region}/{Cluster}/tasks/{EcsInstance.NameIn(Definition)}";

    /// <summary>The platform that Fargate gives it; null where it is none that is known.</summary>
    internal Platform? OfFargate => (AsksForSystem ?? "LINUX") is var system && (system == "LINUX" || system.StartsWith("WINDOWS", StringComparison.Ordinal))
        ? EcsInstance.PlatformOf(system == "LINUX" ? "linux" : "windows", AsksFor ?? "X86_64") : null;
}

/// <summary>What tasks of Amazon ECS are placed by.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Group">The Auto Scaling group behind it, as Amazon resource name; null where there is none.</param>
/// <param name="IsManaged">Whether AWS chooses its instances by what tasks ask for.</param>
public sealed record EcsProvider(string Name, string? Group, bool IsManaged);
