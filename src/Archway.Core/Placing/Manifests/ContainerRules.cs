using Archway.Placing.Scheduling;
using Archway.Reading.Data;

namespace Archway.Placing.Manifests;

/// <summary>What an API server refuses in what containers ask of a node.</summary>
internal static class ContainerRules
{
    private static readonly string[] Standard = ["cpu", "memory", "ephemeral-storage"];
    private static readonly string[] Lists = ["initContainers", "containers"];

    internal static IEnumerable<string> Broken(DataNode spec)
    {
        if (spec["containers"] is not DataSequence { Nodes.IsEmpty: false }) yield return "spec.containers: Required value";
        foreach (var list in Lists)
            foreach (var problem in PodRules.Each(spec[list], $"spec.{list}", Container)) yield return problem;
        foreach (var problem in Resources(spec["resources"], "spec.resources", isOfPod: true)) yield return problem;
        foreach (var problem in Amounts(spec["overhead"], "spec.overhead")) yield return problem;
        var twice = Lists.SelectMany(list => spec[list]?.Items ?? []).Select(one => ScalarText.Of(one["name"]))
            .OfType<string>().GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(name => name.Count() > 1);
        if (twice is not null) yield return $"spec.containers: Duplicate value: '{twice.Key}'";
    }

    private static IEnumerable<string> Container(DataNode one, string path)
    {
        if (ScalarText.Of(one["name"]) is not { Length: > 0 } name) yield return $"{path}.name: Required value";
        else if (name.Length > 63 || name.Contains('.', StringComparison.Ordinal) || !LabelText.IsDomain(name)) yield return $"{path}.name: {PodRules.Shown(one["name"])} is not the name of a container";
        if (ScalarText.Of(one["image"]) is not { Length: > 0 } image) yield return $"{path}.image: Required value";
        else if (image.AsSpan().Trim().Length != image.Length) yield return $"{path}.image: Invalid value: {PodRules.Shown(one["image"])}: must not have leading or trailing whitespace";
        foreach (var problem in Resources(one["resources"], $"{path}.resources", isOfPod: false)) yield return problem;
    }

    private static IEnumerable<string> Resources(DataNode? resources, string path, bool isOfPod)
    {
        if (resources is null) yield break;
        foreach (var problem in Amounts(resources["limits"], $"{path}.limits").Concat(Amounts(resources["requests"], $"{path}.requests"))) yield return problem;
        foreach (var (name, asked) in resources["requests"]?.Members ?? [])
        {
            var limit = resources["limits"]?[name.Value];
            var mayDiffer = Standard.Contains(name.Value);
            if (limit is null)
            {
                if (!mayDiffer && !isOfPod) yield return $"{path}.limits: Required value: a limit must be set for {name.Value}, equal to what is asked for";
                continue;
            }

            if (Quantity.Thousandths(ScalarText.Of(asked) ?? "") is not { } request || Quantity.Thousandths(ScalarText.Of(limit) ?? "") is not { } most) continue;
            if (!mayDiffer && request != most) yield return $"{path}.requests: {PodRules.Shown(asked)} must be equal to the {name.Value} limit of {PodRules.Shown(limit)}";
            else if (request > most) yield return $"{path}.requests: {PodRules.Shown(asked)} must be less than or equal to the {name.Value} limit of {PodRules.Shown(limit)}";
        }
    }

    private static IEnumerable<string> Amounts(DataNode? amounts, string path)
    {
        foreach (var (name, value) in amounts?.Members ?? [])
        {
            var at = $"{path}[{name.Value}]";
            if (!Standard.Contains(name.Value) && !name.Value.StartsWith("hugepages-", StringComparison.Ordinal)
                && (!name.Value.Contains('/', StringComparison.Ordinal) || !LabelText.IsName(name.Value)))
                yield return $"{at}: must be a standard resource for containers, or a name behind a domain";
            if (Quantity.Thousandths(ScalarText.Of(value) ?? "") is not { } thousandths) yield return $"{at}: {PodRules.Shown(value)} is not a quantity, like 250m or 1.5Gi";
            else if (thousandths.Sign < 0) yield return $"{at}: {PodRules.Shown(value)} must be greater than or equal to 0";
            else if (name.Value.Contains('/', StringComparison.Ordinal) && thousandths % 1000 != 0) yield return $"{at}: {PodRules.Shown(value)} must be an integer";
        }
    }
}
