using Archway.Placing.Scheduling;
using Archway.Reading.Data;

namespace Archway.Placing.Manifests;

/// <summary>What a pod asks of a node, all its containers together.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers"/></remarks>
internal static class PodRequests
{
    internal static ResourceAmounts Of(DataNode spec)
    {
        var (sidecars, starting) = (ResourceAmounts.None, ResourceAmounts.None);
        foreach (var container in spec["initContainers"]?.Items ?? [])
        {
            var own = OfResources(container["resources"]);
            // One that goes on running counts beside all that come after it; the others run one after the other.
            if (ScalarText.Of(container["restartPolicy"]) == "Always") starting = starting.Max(sidecars = sidecars.Plus(own));
            else starting = starting.Max(sidecars.Plus(own));
        }

        var running = sidecars;
        foreach (var container in spec["containers"]?.Items ?? []) running = running.Plus(OfResources(container["resources"]));
        // What the pod asks for as a whole stands for what its containers do.
        return running.Max(starting).With(OfResources(spec["resources"])).Plus(Amounts(spec["overhead"]));
    }

    private static ResourceAmounts OfResources(DataNode? resources) =>
        // A limit stands for the request that is not written.
        resources is null ? ResourceAmounts.None : Amounts(resources["limits"]).With(Amounts(resources["requests"]));

    internal static ResourceAmounts Amounts(DataNode? amounts)
    {
        var all = ResourceAmounts.None;
        foreach (var (name, amount) in amounts?.Members ?? [])
            if (ScalarText.Of(amount) is { } text && Quantity.Thousandths(text) is { } thousandths) all = all.With(name.Value, thousandths);
        return all;
    }
}
