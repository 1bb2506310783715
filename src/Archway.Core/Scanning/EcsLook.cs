using System.Collections.Immutable;
using Archway.Reading.Ecs.Live;

namespace Archway.Scanning;

/// <summary>What was looked at of Amazon ECS in a region, and all that placing it anew takes.</summary>
/// <param name="Region">The region.</param>
/// <param name="Clusters">The names of the clusters.</param>
/// <param name="Services">How many services they have.</param>
/// <param name="Tasks">How many tasks run there that no service made.</param>
public sealed record EcsLook(string Region, ImmutableArray<string> Clusters, int Services, int Tasks)
{
    /// <summary>What runs, by cluster and name; a service whose deployments run several definitions is there once for each.</summary>
    public ImmutableArray<EcsWorkload> Workloads { get; init; } = [];

    /// <summary>The registered machines.</summary>
    public ImmutableArray<EcsInstance> Instances { get; init; } = [];

    /// <summary>The capacity providers that something is placed by, but Fargate's.</summary>
    public ImmutableArray<EcsProvider> Providers { get; init; } = [];
}

/// <summary>What was looked at of a registry of Amazon ECR.</summary>
/// <param name="Name">The account and the region: <c>123456789012/eu-central-1</c>.</param>
/// <param name="Repositories">Its repositories.</param>
/// <param name="Images">The images in them that have a tag.</param>
/// <param name="LeftOut">How many of these were not looked at, since newer ones are there.</param>
public sealed record EcrLook(string Name, int Repositories, int Images, int LeftOut);
