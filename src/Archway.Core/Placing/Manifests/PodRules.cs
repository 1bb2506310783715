using System.Globalization;
using Archway.Placing.Scheduling;
using Archway.Reading.Data;

namespace Archway.Placing.Manifests;

/// <summary>What an API server refuses in what a pod says to the scheduler.</summary>
/// <remarks>The rules are those of Kubernetes 1.36, with the features that are on unless somebody turns them off.</remarks>
public static class PodRules
{
    // The first few tell what is wrong; a hostile pod breaks thousands.
    private const int Most = 10;

    // An API server takes no request, and its store no object, of more.
    private const int MostCharacters = 3 * 1024 * 1024;

    /// <summary>What is wrong, one sentence each, with the path of the field first; empty where the pod is taken.</summary>
    /// <param name="spec">The pod's <c>spec</c>, or that of a template.</param>
    public static IReadOnlyList<string> Broken(DataNode spec)
    {
        if (spec.Length > MostCharacters) return [$"spec: it has more than {MostCharacters} characters, which no API server takes"];
        return [.. All(spec).Take(Most)];
    }

    private static IEnumerable<string> All(DataNode spec) =>
        ContainerRules.Broken(spec)
            .Concat(Selector(spec["nodeSelector"]))
            .Concat(NodeAffinity(spec["affinity"]?["nodeAffinity"], "spec.affinity.nodeAffinity"))
            .Concat(Each(spec["tolerations"], "spec.tolerations", Toleration))
            .Concat(Each(spec["topologySpreadConstraints"], "spec.topologySpreadConstraints", Spread))
            .Concat(Bound(spec));

    private static IEnumerable<string> Bound(DataNode spec)
    {
        if (ScalarText.Of(spec["os"]?["name"]) is not (null or "linux" or "windows")) yield return $"spec.os: Unsupported value: {Shown(spec["os"]!["name"])}: supported values: linux, windows";
        if (ScalarText.Of(spec["nodeName"]) is { Length: > 0 } && spec["schedulingGates"] is DataSequence { Nodes.Length: > 0 })
            yield return "spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared";
    }

    private static IEnumerable<string> Selector(DataNode? selector)
    {
        foreach (var (key, value) in selector?.Members ?? [])
        {
            var path = $"spec.nodeSelector[{key.Value}]";
            if (!LabelText.IsName(key.Value)) yield return $"spec.nodeSelector: '{key.Value}' is not the name of a label";
            foreach (var problem in Value(value, path)) yield return problem;
        }
    }

    private static IEnumerable<string> NodeAffinity(DataNode? affinity, string path)
    {
        if (affinity?["requiredDuringSchedulingIgnoredDuringExecution"] is DataMapping required)
        {
            path += ".requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
            if (required["nodeSelectorTerms"] is not DataSequence { Nodes.IsEmpty: false } terms) yield return $"{path}: Required value: must have at least one node selector term";
            else
                foreach (var problem in Each(terms, path, (term, at) => Term(term, at, areValuesLabels: true))) yield return problem;
        }

        foreach (var problem in Each(affinity?["preferredDuringSchedulingIgnoredDuringExecution"],
            "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution", Preference)) yield return problem;
    }

    private static IEnumerable<string> Preference(DataNode one, string path)
    {
        if (ScalarText.NumberOf(one["weight"]) is not (>= 1 and <= 100)) yield return $"{path}.weight: {Shown(one["weight"])} is not in the range 1-100";
        // Values that no label can have are let pass here.
        foreach (var problem in one["preference"] is { } term ? Term(term, $"{path}.preference", areValuesLabels: false) : []) yield return problem;
    }

    private static IEnumerable<string> Term(DataNode term, string path, bool areValuesLabels) =>
        Each(term["matchExpressions"], $"{path}.matchExpressions", (one, at) => Expression(one, at, areValuesLabels))
            .Concat(Each(term["matchFields"], $"{path}.matchFields", Field));

    private static IEnumerable<string> Expression(DataNode one, string path, bool areValuesLabels)
    {
        var values = one["values"]?.Items ?? [];
        switch (PodReader.Operator(ScalarText.Of(one["operator"])))
        {
            case LabelOperator.In or LabelOperator.NotIn when values.IsEmpty:
                yield return $"{path}.values: Required value: must be specified when `operator` is 'In' or 'NotIn'";
                break;
            case LabelOperator.Exists or LabelOperator.DoesNotExist when !values.IsEmpty:
                yield return $"{path}.values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
                break;
            case LabelOperator.Gt or LabelOperator.Lt when values.Length != 1:
                yield return $"{path}.values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'";
                break;
            case null:
                yield return $"{path}.operator: {Shown(one["operator"])} is not a valid selector operator";
                break;
        }

        if (!LabelText.IsName(ScalarText.Of(one["key"]) ?? "")) yield return $"{path}.key: {Shown(one["key"])} is not the name of a label";
        foreach (var (i, value) in values.Index())
            foreach (var problem in areValuesLabels ? Value(value, $"{path}.values[{i}]") : NoString(value, $"{path}.values[{i}]")) yield return problem;
    }

    private static IEnumerable<string> Field(DataNode one, string path)
    {
        var values = one["values"]?.Items ?? [];
        if (ScalarText.Of(one["operator"]) is not ("In" or "NotIn")) yield return $"{path}.operator: {Shown(one["operator"])} is not a valid selector operator";
        else if (values.Length != 1) yield return $"{path}.values: Required value: must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
        if (ScalarText.Of(one["key"]) != "metadata.name") yield return $"{path}.key: {Shown(one["key"])} is not a valid field selector key";
        else if (values.FirstOrDefault(value => ScalarText.IsNoString(value) || !LabelText.IsDomain(ScalarText.Of(value) ?? "")) is { } wrong)
            yield return $"{path}.values: {Shown(wrong)} is not the name of a node";
    }

    private static IEnumerable<string> Toleration(DataNode one, string path)
    {
        var (key, word, value, effect) = (ScalarText.Of(one["key"]) ?? "", ScalarText.Of(one["operator"]) ?? "", ScalarText.Of(one["value"]) ?? "", ScalarText.Of(one["effect"]) ?? "");
        if (key.Length > 0 && !LabelText.IsName(key)) yield return $"{path}.key: '{key}' is not the name of a taint";
        if (key.Length == 0 && word != "Exists") yield return $"{path}.operator: operator must be Exists when `key` is empty, which means \"match all values and all keys\"";
        if (one["tolerationSeconds"] is { } seconds && seconds is not DataScalar { IsNull: true })
        {
            if (effect != "NoExecute") yield return $"{path}.effect: effect must be 'NoExecute' when `tolerationSeconds` is set";
            if (ScalarText.NumberOf(seconds) is null) yield return $"{path}.tolerationSeconds: {Shown(seconds)} is not a whole number";
        }

        if (ScalarText.IsNoString(one["value"])) yield return $"{path}.value: {Shown(one["value"])} is not a string; put it in quotes";
        else if (word is "" or "Equal" && !LabelText.IsValue(value)) yield return $"{path}.operator: '{value}' is not the value of a taint";
        else if (word == "Exists" && value.Length > 0) yield return $"{path}.operator: value must be empty when `operator` is 'Exists'";
        if (word is not ("" or "Equal" or "Exists")) yield return $"{path}.operator: Unsupported value: '{word}'";
        if (effect is not ("" or "NoSchedule" or "PreferNoSchedule" or "NoExecute")) yield return $"{path}.effect: Unsupported value: '{effect}'";
    }

    private static IEnumerable<string> Spread(DataNode one, string path)
    {
        if (ScalarText.NumberOf(one["maxSkew"]) is not > 0) yield return $"{path}.maxSkew: {Shown(one["maxSkew"])} is not greater than zero";
        if (ScalarText.Of(one["topologyKey"]) is not { Length: > 0 }) yield return $"{path}.topologyKey: Required value: can not be empty";
        var action = ScalarText.Of(one["whenUnsatisfiable"]);
        if (action is not ("DoNotSchedule" or "ScheduleAnyway")) yield return $"{path}.whenUnsatisfiable: Unsupported value: {Shown(one["whenUnsatisfiable"])}";
        if (one["minDomains"] is DataScalar { IsNull: false } least)
        {
            if (ScalarText.NumberOf(least) is not > 0) yield return $"{path}.minDomains: {Shown(least)} is not greater than zero";
            if (action != "DoNotSchedule") yield return $"{path}.minDomains: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}";
        }

        foreach (var policy in (string[])["nodeAffinityPolicy", "nodeTaintsPolicy"])
            if (ScalarText.Of(one[policy]) is not (null or "Honor" or "Ignore")) yield return $"{path}.{policy}: Unsupported value: {Shown(one[policy])}";
    }

    internal static IEnumerable<string> Value(DataNode value, string path) => ScalarText.IsNoString(value) ? NoString(value, path)
        : LabelText.IsValue(ScalarText.Of(value) ?? "") ? []
        : [$"{path}: Invalid value: {Shown(value)}: a label's value is empty, or up to 63 letters, digits, '-', '_' and '.', a letter or a digit at both ends"];

    internal static IEnumerable<string> NoString(DataNode value, string path) =>
        ScalarText.IsNoString(value) ? [$"{path}: {Shown(value)} is not a string; put it in quotes"] : [];

    internal static IEnumerable<string> Each(DataNode? several, string path, Func<DataNode, string, IEnumerable<string>> check) =>
        several is not DataSequence { Nodes: var nodes } ? [] : nodes.SelectMany((one, i) => check(one, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")));

    internal static string Shown(DataNode? node) => node switch
    {
        DataScalar { Value: { Length: > 100 } much } => $"'{much[..100]}…'",
        DataScalar scalar => $"'{scalar.Value}'",
        null => "nothing",
        _ => "that",
    };
}
