using Archway.Reading.Data;

namespace Archway.Reading.Kubernetes;

/// <summary>What a mapping must have to be a Kubernetes resource, and how one is called.</summary>
internal static class Resource
{
    internal static bool Is(DataNode node) =>
        node is DataMapping && node["apiVersion"] is DataScalar { IsNull: false } && node["kind"] is DataScalar { IsNull: false };

    /// <summary>A resource as a person names it: <c>Deployment/shop/cart</c>, without the namespace where none is written.</summary>
    internal static string NameOf(DataNode resource)
    {
        var metadata = resource["metadata"];
        string?[] parts = [resource["kind"]?.Text, metadata?["namespace"]?.Text, metadata?["name"]?.Text ?? metadata?["generateName"]?.Text];
        return string.Join('/', parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>Whether the resource tells about other resources' fields and names no image itself.</summary>
    internal static bool IsSchema(DataNode resource) => resource["kind"]?.Text is "CustomResourceDefinition" or "CompositeResourceDefinition";

    /// <summary>Whether the resource installs a Helm chart with values of its own: Flux's and Argo CD's.</summary>
    internal static bool IsRelease(DataNode resource) =>
        (resource["kind"]?.Text, resource["apiVersion"]?.Text?.Split('/')[0]) is ("HelmRelease", _) or ("Application" or "ApplicationSet", "argoproj.io");
}
