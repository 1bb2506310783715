using System.Text.Json;
using Archway.Oci.Content;
using Archway.Oci.Platforms;

namespace Archway.Reading.Ecs.Live;

/// <summary>A machine that is registered in a cluster of Amazon ECS.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html"/></remarks>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Id">Its id: that of EC2 where it is one of its instances.</param>
/// <param name="Provider">The capacity provider that it comes of; null where none made it.</param>
/// <param name="Platform">What it runs; null where it does not say.</param>
/// <param name="Type">What kind of machine it is: <c>m7g.large</c>.</param>
/// <param name="TakesTasks">Whether tasks are placed on it.</param>
/// <param name="Attributes">What placement constraints may ask of it; capabilities of its agent are left out.</param>
public sealed record EcsInstance(
    string Cluster, string Id, string? Provider, Platform? Platform, string? Type, bool TakesTasks, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>What attributes of the agent's capabilities begin with.</summary>
    internal static string[] Capabilities { get; } = ["com.amazonaws.ecs.capability.", "ecs.capability."];

    internal static EcsInstance Of(string cluster, JsonElement told)
    {
        Dictionary<string, string> attributes = new(StringComparer.Ordinal);
        foreach (var attribute in told.Items("attributes"))
            if (attribute.Text("name") is { Length: > 0 and <= 256 } name && !Capabilities.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                attributes[name] = attribute.Text("value") ?? "";
        var architecture = attributes.GetValueOrDefault("ecs.cpu-architecture");
        return new(cluster, told.Text("ec2InstanceId") ?? NameIn(told.Text("containerInstanceArn")), told.Text("capacityProviderName"),
            architecture is { Length: > 0 } ? PlatformOf(attributes.GetValueOrDefault("ecs.os-type") ?? "linux", architecture) : null,
            attributes.GetValueOrDefault("ecs.instance-type"), told.Text("status") == "ACTIVE", attributes);
    }

    /// <summary>A platform as AWS calls its parts: <c>linux</c>, <c>X86_64</c>.</summary>
    internal static Platform PlatformOf(string system, string architecture) =>
        Platform.Of(system, architecture.ToLowerInvariant() switch { "x86_64" => "amd64", var other => other });

    /// <summary>The last part of an Amazon resource name.</summary>
    internal static string NameIn(string? arn) => arn is null ? "" : arn[(arn.LastIndexOf('/') + 1)..];
}
