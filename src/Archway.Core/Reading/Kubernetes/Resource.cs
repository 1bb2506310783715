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

    /// <summary>The API group that the resource's kind belongs to; empty for the kinds of Kubernetes' own first group.</summary>
    internal static string GroupOf(DataNode resource) =>
        resource["apiVersion"]?.Text is { } version && version.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? version[..slash] : "";

    /// <summary>Whether the resource only tells about the fields of other resources.</summary>
    internal static bool IsDefinition(DataNode resource) => resource["kind"]?.Text is "CustomResourceDefinition" or "CompositeResourceDefinition";

    /// <summary>What the resource's controller puts behind an image that is written without a tag.</summary>
    /// <remarks>Argo CD's operator takes the version: <see href="https://argocd-operator.readthedocs.io/en/latest/reference/argocd/#version"/>.</remarks>
    internal static TagBeside TagBesideImage(DataNode resource) => (resource["kind"]?.Text, GroupOf(resource)) switch
    {
        ("ArgoCD" or "ArgoCDExport", "argoproj.io") => TagBeside.Version,
        (_, var group) when ContainerPlaces.TakeBareWords(group) => TagBeside.None,
        _ => TagBeside.Tags,
    };

    /// <summary>Whether the resource installs a Helm chart or a kustomization with values of its own: Flux's and Argo CD's.</summary>
    internal static bool IsRelease(DataNode resource) =>
        (resource["kind"]?.Text, GroupOf(resource)) is ("HelmRelease", _) or ("Application" or "ApplicationSet", "argoproj.io");

    /// <summary>Whether the resource tells of machines: an instance group of kops, whose <c>image</c> is the one that they boot.</summary>
    /// <remarks><see href="https://kops.sigs.k8s.io/instance_groups/"/></remarks>
    internal static bool IsOfMachines(DataNode resource) =>
        (resource["kind"]?.Text, GroupOf(resource)) is ("InstanceGroup", "kops.k8s.io" or "kops");
}
